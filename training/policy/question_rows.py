"""python -m policy.question_rows --passages out/passages.jsonl --questions written/questions/*.jsonl
    --out out/prompts.jsonl [--near 0.25] [--talk train --talks 60]

Prompts for RL and for measuring it: written questions over the passage that answers them, or over one that seems to
(its `near` questions), and what people say in passing. `--passages` are those of training/write-passages.ts. A row is
{ set, turns, writes, must?, not?, fits?, answerable }: whether a reply is right can be told by the keys alone, which
take no part in any reward."""

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from corpora.answers import abstains
from corpora.handwritten import blocks, said_and_replies
from corpora.questions import passes
from corpora.sources import results, snippet, user
from corpora.splits import read_jsonl, write_jsonl

from .eval_sets import said_set

Row = dict[str, Any]


def is_right(row: Row, reply: str) -> bool:
    """By the keys of the row: what a right reply matches, an abstention, or what fits to talk."""
    if "fits" in row:
        return bool(re.search(row["fits"], reply, re.I))
    return passes(row, reply) if row["answerable"] else abstains(reply)


def passage_of(question: Row, passages: list[Row]) -> Row | None:
    """Of the passages of its files, the one that holds all of its keys and shares most words with the answer."""
    holding = [one for one in passages if one["file"] in question["gold"] and passes(question, one["text"])]
    words = set(re.findall(r"\w+", question["answer"].lower()))
    return max(holding, key=lambda one: len(words & set(re.findall(r"\w+", one["text"].lower()))), default=None)


def asked(question: Row, passages: list[Row], near: float, rng: random.Random) -> Row | None:
    found = passage_of(question, passages)
    if found is None:
        return None
    is_near = rng.random() < near
    text = rng.choice(question["near"]) if is_near else question["question"]
    before = [] if is_near else [one for one in question.get("context", [])]
    keys = {} if is_near else {"must": question["must"], "not": question["not"]}
    turns = [*before, user(text), results([snippet(found["text"], found["title"])])]
    return {"set": question["set"], "turns": turns, "writes": "agent", "answerable": not is_near, **keys}


def said(which: str, rng: random.Random, count: int) -> list[Row]:
    """What people say in passing: in words that the policy learnt, or (with a pattern of what fits) in others."""
    if which == "heldout":
        rows = [{**row, "answerable": True} for row in said_set("talk")]
    else:
        wordings = [text for lines in blocks("talk") for text in said_and_replies(lines)[0]]
        rows = [{"set": "talk", "turns": [user(text)], "writes": "agent", "answerable": True} for text in wordings]
    return rng.sample(rows, min(count, len(rows)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--n", type=int, default=None, help="questions, at most")
    parser.add_argument("--near", type=float, default=0.25, help="share of them that their passage does not answer")
    parser.add_argument("--talk", choices=["train", "heldout"], default="train")
    parser.add_argument("--talks", type=int, default=0, help="turns said in passing")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    rng, passages = random.Random(arguments.seed), defaultdict(list)
    for one in read_jsonl(arguments.passages):
        passages[one["set"]].append(one)
    questions = [one for path in arguments.questions for one in read_jsonl(path) if one["kind"] != "unanswerable"]
    rng.shuffle(questions)
    rows = [row for one in questions if (row := asked(one, passages[one["set"]], arguments.near, rng))]
    rows = [*rows[: arguments.n], *said(arguments.talk, rng, arguments.talks)]
    rng.shuffle(rows)
    write_jsonl(arguments.out, rows)
    print(json.dumps(Counter("talk" if row["set"] == "talk" else str(row["answerable"]) for row in rows)))


if __name__ == "__main__":
    main()
