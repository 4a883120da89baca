"""python -m reward.questions --data ../shared/data --part train --n 600 --out out/questions-train.jsonl

Questions of SQuAD's paragraphs over their own snippet, a snippet of the same article that does not answer, or one of
another article, for training/write-replies.ts to write candidates to with the service's own sampling; with --manuals,
documentation that does not answer either. Rows: { set, turns, writes, title, question, evidence, answers, answerable,
gold (the sentence that holds the answer, where it reads well, or the abstention) }; tasks/own_samples.py and
policy/prefer.py label what is written from the data. The part `dev` (paragraphs that neither model was trained on) is
for measuring only."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from corpora.manuals import manuals
from corpora.sources import results, snippet, squad, user
from corpora.splits import bucket, read_json, write_jsonl
from policy.data import Distractors, docs_rows, shuffled
from policy.prompt import load_prompt

from .tasks.preferences import SEEN

ANSWERABLE, NEAR = 0.78, 0.6  # shares: questions over their own snippet; of the others, those over the same article


def questions(data: Path, part: str, count: int, each: int, share: float, rng: random.Random) -> list[dict]:
    """share: of questions over a snippet that answers; `each`: questions of a paragraph"""
    items, seen = shuffled(rng, squad(data, part, rng)), Counter()
    other, rows, used, nothing = Distractors(items, rng), [], read_json(SEEN)["squad"], load_prompt()["abstention"]
    for item in items:
        if len(rows) == count:
            break
        answerable = rng.random() < share
        taken = (
            [snippet(item["text"], item["title"])]
            if answerable
            else other.take(item, 1, near=float(rng.random() < NEAR))
        )
        if seen[item["context"]] == each or not taken or (part == "dev" and bucket(item["context"], 2**24) in used):
            continue
        seen[item["context"]] += 1
        rows.append(
            {
                "set": "squad",
                "turns": [user(item["question"]), results(taken)],
                "writes": "agent",
                "title": item["title"],
                "question": item["question"],
                "evidence": taken[0],
                "answers": item["answers"],
                "answerable": answerable,
                "gold": item["quote"] if answerable else nothing,
            }
        )
    return rows


def unanswered(made: int, rng: random.Random) -> list[dict]:
    """Questions on documentation over a snippet that does not answer: those written by hand, and some of so many made
    of names and values.
    """
    nothing = load_prompt()["abstention"]
    rows = [
        row["turns"]
        for row in [*docs_rows(rng, nothing), *manuals(rng, made, nothing)]
        if row["turns"][-1]["text"] == nothing
    ]
    return [
        {
            "set": "docs",
            "turns": turns[:2],
            "writes": "agent",
            "title": evidence.get("title", ""),
            "question": turns[0]["text"],
            "evidence": evidence,
            "answers": [],
            "answerable": False,
            "gold": nothing,
        }
        for turns in rows
        for evidence in turns[1]["evidence"]
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--part", choices=["train", "dev"], default="train")
    parser.add_argument("--n", type=int, default=600)
    parser.add_argument("--each", type=int, default=1, help="questions of a paragraph")
    parser.add_argument(
        "--answerable", type=float, default=ANSWERABLE, help="share of questions over their own snippet"
    )
    parser.add_argument(
        "--manuals", type=int, default=0, help="made questions on documentation to draw those from that nothing answers"
    )
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    rows = questions(args.data, args.part, args.n, args.each, args.answerable, rng)
    rows += unanswered(args.manuals, rng) if args.manuals else []
    args.out.parent.mkdir(parents=True, exist_ok=True)
    write_jsonl(args.out, rows)


if __name__ == "__main__":
    main()
