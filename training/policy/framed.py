"""python -m policy.framed --rows out/sixth/train.jsonl --ask out/asked.jsonl
python -m policy.framed --rows out/sixth/train.jsonl --own out/own-asked.jsonl --samples out/own-questions.jsonl
    --out out/framed.jsonl

Rows of the stage that tells harm from what only sounds so, in plain words and in an attack's (written/policy/framed.txt
and framed-dialogues.txt). Beside them stand rows of the stages before, which are as many tokens. Where these have
evidence, the reply is what the policy itself says greedily, where that is right (--own, to the prompts of --ask, and
--samples): short replies by hand would wear its answers away."""

import argparse
import json
import random
from pathlib import Path

from corpora.answers import abstains
from corpora.careful import more
from corpora.handwritten import read_careful, read_dialogues, read_exchanges
from corpora.sources import Row, agent
from corpora.splits import read_jsonl, write_jsonl

from .careful import rows_of
from .standing_instructions import winners

EVIDENCE = {  # rows of policy.data, by source
    "squad": 90,
    "squad-follow-up": 30,
    "squad-injected": 25,
    "abstain": 20,
    "manual": 70,
    "docs": 80,
    "docs-abstain": 25,
    "docs-injected": 10,
    "clapnq": 25,
    "dolly": 40,
}
CHAT = ("handwritten-rules", "handwritten-dialogues", "handwritten-facts", "intent", "robot", "unknown")


def some(rng: random.Random, pool: list[Row], count: int) -> list[Row]:
    return rng.sample(pool, min(len(pool), count))


def prompts(rows: list[Row], rng: random.Random) -> list[Row]:
    """Prompts over evidence, for the policy to answer."""
    chosen = [
        row
        for source, count in EVIDENCE.items()
        for row in some(rng, [row for row in rows if row["source"] == source], count)
    ]
    return [{"set": row["source"], "turns": row["turns"][:-1], "writes": "agent"} for row in chosen]


def replay(rows: list[Row], samples: Path, own: list[Row], rng: random.Random) -> list[Row]:
    """What the policy is to go on saying."""
    of = lambda sources: [row for row in rows if row["source"] in sources]
    queries = [row for row in rows if row["turns"][-1]["participant"] == "search-query"]
    wanted = {json.dumps(row["turns"][:-1]): row["turns"][-1]["text"] for row in rows}
    said = [
        {"source": f"own-{row['set']}", "turns": [*row["turns"], agent(reply)]}
        for row in own
        for reply in row["replies"][:1]
        if abstains(reply) == abstains(wanted[json.dumps(row["turns"])])
    ]
    return [
        *some(rng, said, 210),
        *some(rng, winners(samples, rng), 240),
        *some(rng, of(("held-instruction",)), 30),
        *some(rng, rows_of(read_careful(), rng, 2), 420),
        *some(rng, read_exchanges("talk"), 250),
        *some(rng, of(CHAT), 140),
        *some(rng, queries, 40),
    ]


def harm(data: Path, rng: random.Random) -> list[Row]:
    """What is really said of harm and in hatred, by hand and in public words, in an attack's words too."""
    framed = [one for one in read_careful("framed") if one.kind.endswith("-framed")]
    return [*rows_of(read_careful(), rng, 2), *rows_of(framed, rng, 2), *rows_of(more(data, rng, 50), rng, 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True, help="train.jsonl of policy.data")
    parser.add_argument("--ask", type=Path, default=None, help="only write prompts here, for write-replies.ts")
    parser.add_argument("--own", type=Path, default=None, help="what the policy wrote to these")
    parser.add_argument("--samples", type=Path, default=None, help="and to questions of reward.questions")
    parser.add_argument("--harm", type=Path, default=None, help="data sets: mostly rows of what is really harm")
    parser.add_argument("--repeat", type=int, default=3, help="replies of each new wording, one after another")
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=17)
    arguments = parser.parse_args()
    rng, rows = random.Random(arguments.seed), read_jsonl(arguments.rows)
    if arguments.ask:
        write_jsonl(arguments.ask, prompts(rows, rng))
        return
    new = [
        row
        for _ in range(arguments.repeat)
        for row in (*rows_of(read_careful("framed"), rng, 1), *read_dialogues("framed-dialogues"))
    ]
    old = replay(rows, arguments.samples, read_jsonl(arguments.own), rng)
    if arguments.harm:
        new, old = some(rng, new, 480), [*harm(arguments.harm, rng), *some(rng, old, 320)]
    made = [*new, *old]
    rng.shuffle(made)
    write_jsonl(arguments.out, made)
    print(json.dumps({"rows": len(made), "new": len(new), "of the stages before": len(old)}))


if __name__ == "__main__":
    main()
