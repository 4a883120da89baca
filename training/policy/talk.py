"""python -m policy.talk --rows out/policy/third/train.jsonl --samples out/own.jsonl --out out/talk.jsonl

Rows of the stage after Ghost Attention: what people say first and in passing (written/policy/talk.txt), which the
stages on evidence wear away ("How are you?" - "Goodbye!"), beside enough of all else that nothing else is."""

import argparse
import json
import random
from pathlib import Path

from corpora.answers import abstains
from corpora.handwritten import read_exchanges
from corpora.instructions import drawn, obeyed
from corpora.sources import Row, agent, user
from corpora.splits import read_jsonl, write_jsonl

from .standing_instructions import held_instructions, winners

CHAT = (
    "handwritten-rules",
    "handwritten-dialogues",
    "handwritten-facts",
    "intent",
    "robot",
    "unknown",
    "self-instruct",
)
GROUNDED = ("docs", "docs-abstain", "abstain", "clapnq", "dolly", "squad-injected", "docs-injected", "manual")
MANUALS = ("docs", "manual")  # what is worn away first


def acknowledged(rng: random.Random, count: int) -> list[Row]:
    """An instruction for later replies, and the first reply that keeps it."""
    said = ["All right.", "All right. What would you like to know?"]
    made = []
    while len(made) < count:
        instruction = drawn(rng)
        reply = obeyed(instruction, said[0] if instruction.kind in ("short", "name") else rng.choice(said))
        if reply is not None:
            made.append({"source": "acknowledged", "turns": [user(instruction.text), agent(reply)]})
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True, help="train.jsonl of policy.data")
    parser.add_argument(
        "--samples", type=Path, required=True, help="of the policy on training questions, from write-replies.ts"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    rows = read_jsonl(arguments.rows)
    some = lambda pool, count: rng.sample(pool, min(len(pool), count))
    of = lambda sources: [row for row in rows if row["source"] in sources]
    own = winners(arguments.samples, rng)
    answers = [row for row in [*own, *of(("squad", "dolly", "docs"))] if not abstains(row["turns"][-1]["text"])]
    queries = [row for row in rows if row["turns"][-1]["participant"] == "search-query"]
    talk = read_exchanges("talk")
    manuals = [row for row in of(MANUALS) if not abstains(row["turns"][-1]["text"])]
    made = [
        *talk,
        *acknowledged(rng, 40),
        *some(of(CHAT), 200),
        *some(own, 280),
        *some(of(GROUNDED), 80),
        *some(manuals, 340),
        *held_instructions(answers, rng, 110, 19),
        *some(queries, 50),
    ]
    rng.shuffle(made)
    write_jsonl(arguments.out, made)
    print(json.dumps({"rows": len(made), "talk": len(talk), "own samples to draw from": len(own)}))


if __name__ == "__main__":
    main()
