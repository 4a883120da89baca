"""python -m policy.standing_instructions --rows out/policy/first/train.jsonl --samples out/samples.jsonl --out
    out/held.jsonl

Rows of instructions that stand in the first turn alone and hold in the turns after it (Ghost Attention: Llama 2,
section 3.3). There a model writes the replies with the instruction put before every turn, and learns them with it
taken away; here code does what the instruction says to a reply that is known to be right, so that no reply has to be
checked. With --samples, the rows of the stage that follows DPO: instructions up to twenty turns back, and the
policy's own right samples, so that it keeps the rest."""

import argparse
import json
import random
from pathlib import Path

from corpora.answers import abstains
from corpora.instructions import ACKNOWLEDGED, Instruction, drawn, obeyed
from corpora.sources import Row, agent, results, user
from corpora.splits import read_jsonl, write_jsonl

from .pairs import chosen_and_rejected

SPOKEN = 8  # words of an earlier answer in a long dialogue


def row_of(
    instruction: Instruction, past: list[tuple[str, str]], last: list[Row], reply: str, rng: random.Random
) -> Row:
    """past: earlier questions and answers; last: the turns of the question that is answered now."""
    said = [(asked, obeyed(instruction, told) or told) for asked, told in past]
    if said and rng.random() < 0.5:  # the instruction stands before the first question
        said[0] = (f"{instruction.text} {said[0][0]}", said[0][1])
        opening = []
    else:
        opening = [user(instruction.text), agent(obeyed(instruction, ACKNOWLEDGED) or ACKNOWLEDGED)]
    turns = [turn for asked, told in said for turn in (user(asked), agent(told))]
    return {
        "source": "held-instruction",
        "turns": [*opening, *turns, *last, agent(obeyed(instruction, reply) or reply)],
    }


def held_instructions(rows: list[Row], rng: random.Random, count: int, farthest: int = 2) -> list[Row]:
    """rows: single questions with evidence and a reply. The instruction stands up to so many questions before the
    last one.
    """
    singles = [row for row in rows if [t["participant"] for t in row["turns"]] == ["user", "search-results", "agent"]]
    short = [row for row in singles if len(row["turns"][-1]["text"].split()) <= SPOKEN] or singles
    made = []
    while len(made) < count:
        instruction, back = drawn(rng), rng.choice([0, 1, 1, 2, rng.randint(2, farthest)])
        last = rng.choice(singles)["turns"]
        past = [
            (row["turns"][0]["text"], row["turns"][-1]["text"])
            for row in rng.sample(short if back > 2 else singles, back)
        ]
        if any(obeyed(instruction, told) is None for told in [last[-1]["text"], *(told for _, told in past)]):
            continue
        made.append(row_of(instruction, past, last[:-1], last[-1]["text"], rng))
    return made


def winners(samples: Path, rng: random.Random) -> list[Row]:
    """The policy's own right samples, one a prompt (Llama 2's rejection sampling, section 3.2.3)."""
    rows = []
    for line in samples.read_text().splitlines():
        row = json.loads(line)
        picked = chosen_and_rejected(row, rng)
        if picked is not None:
            rows.append(
                {"source": "own-sample", "turns": [user(row["question"]), results([row["evidence"]]), agent(picked[0])]}
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True, help="train.jsonl of policy.data")
    parser.add_argument(
        "--samples", type=Path, required=True, help="of the policy on training questions, from write-replies.ts"
    )
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument(
        "--farthest", type=int, default=19, help="questions between the instruction and the last one, at most"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    own = winners(arguments.samples, rng)
    rows = read_jsonl(arguments.rows)
    others = [row for row in rows if row["source"] not in ("squad", "abstain", "held-instruction")]
    answers = [
        row
        for row in [*own, *rows]
        if row["source"] in ("own-sample", "squad", "dolly", "docs") and not abstains(row["turns"][-1]["text"])
    ]
    held = held_instructions(answers, rng, arguments.count, arguments.farthest)
    made = [*held, *rng.sample(own, min(len(own), arguments.count)), *rng.sample(others, arguments.count // 3)]
    rng.shuffle(made)
    write_jsonl(arguments.out, made)
    print(json.dumps({"rows": len(made), "own samples to draw from": len(own), "held": len(held)}))


if __name__ == "__main__":
    main()
