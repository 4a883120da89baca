"""python -m policy.careful --data ../shared/data --rows out/talk.jsonl --out out/careful.jsonl

Rows of the last stage: what people say of harm to themselves or to others, and in hatred
(written/policy/careful.txt), with more of the kind from public training sets, questions that only sound so, and the
rows of the stage before it, so that nothing else is lost."""

import argparse
import json
import random
from pathlib import Path

from corpora.careful import harmless, more
from corpora.handwritten import Said, read_careful
from corpora.sources import Row, agent, user
from corpora.splits import read_jsonl, write_jsonl


def rows_of(kinds: list[Said], rng: random.Random, replies: int) -> list[Row]:
    """Each wording with so many of the replies that fit it."""
    return [
        {"source": f"careful-{one.kind}", "turns": [user(text), agent(reply)]}
        for one in kinds
        for text in one.wordings
        for reply in rng.sample(one.replies, min(replies, len(one.replies)))
    ]


def is_bare(row: Row) -> bool:
    return row["turns"][-1]["participant"] == "agent" and all(
        turn["participant"] != "search-results" for turn in row["turns"]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=Path, required=True, help="of policy.talk")
    parser.add_argument("--each", type=int, default=70, help="wordings of a kind from a public set")
    parser.add_argument(
        "--harmless", type=int, default=130, help="questions of each source that only sound like harm, or do not"
    )
    parser.add_argument(
        "--bare",
        action="store_true",
        help="only replies without evidence, so that those with evidence stay as they are",
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    own, public = rows_of(read_careful(), rng, 2), rows_of(more(arguments.data, rng, arguments.each), rng, 1)
    rest = read_jsonl(arguments.rows)
    fine = harmless(arguments.data, rng, arguments.harmless)
    made = [row for row in [*own, *public, *fine, *rest] if not arguments.bare or is_bare(row)]
    rng.shuffle(made)
    write_jsonl(arguments.out, made)
    print(
        json.dumps(
            {
                "rows": len(made),
                "by hand": len(own),
                "in public words": len(public),
                "harmless": len(fine),
                "of the stage before": len(rest),
            }
        )
    )


if __name__ == "__main__":
    main()
