"""Candidates of our own policy (write-replies.ts, to rows of questions.py), judged by the data: what the reward
    has to put in order in use.

A reply over evidence that answers is good if it holds the answer, stands on the snippet, and is one clean sentence;
abstaining there is better than a wrong answer. Over evidence that does not answer, abstaining is the only good reply.
"""

import random
from collections.abc import Sequence
from pathlib import Path

from corpora.answers import abstains, holds, is_sentence, words
from corpora.splits import read_jsonl, sentences

from .common import Group, Row, user

MARGIN = 0.1


def grounded(reply: str, evidence: str) -> float:
    """Share of the reply's longer words and its numbers that the evidence has."""
    found = [w for w in words(reply) if len(w) > 3 or w.isdigit()]
    return sum(w in set(words(evidence)) for w in found) / max(1, len(found))


def repeats(reply: str) -> bool:
    """Some run of four words stands twice."""
    said = words(reply)
    runs = [tuple(said[i : i + 4]) for i in range(len(said) - 3)]
    return len(set(runs)) < len(runs)


def quality(row: dict, reply: str) -> float:
    """0 to 1, from the data alone."""
    if not reply.strip() or repeats(reply):
        return 0.0
    nothing, right = abstains(reply), holds(reply, row["answers"])
    if not row["answerable"]:
        return 1.0 if nothing else 0.05 + 0.15 * (grounded(reply, row["evidence"]["text"]) > 0.85)
    if nothing:
        return 0.3
    backed = grounded(reply, row["question"] + " " + row["evidence"]["text"])
    clean = 0.5 * (backed > 0.85) + 0.3 * is_sentence(reply) + 0.2 * (len(words(reply)) <= 45)
    return 0.65 + 0.35 * clean if right else 0.2 * clean


def in_order(worth: Sequence[float]) -> list[tuple[int, int]]:
    """The pairs (better, worse) of candidates that differ by enough to be compared."""
    return [(i, j) for i, a in enumerate(worth) for j, b in enumerate(worth) if a > b + MARGIN]


def render(evidence: dict) -> str:
    return f"{evidence['title']}\n{evidence['text']}" if evidence.get("title") else evidence["text"]


def load(path: Path, rng: random.Random, shown: int = 4) -> list[Group]:
    """Up to four different candidates of a question, the best and the worst among them."""
    groups = []
    for item in read_jsonl(path) if path.exists() else []:
        ranked = sorted(((quality(item, reply), reply) for reply in set(item["replies"])), reverse=True)
        picked = (
            [ranked[0], *rng.sample(ranked[1:-1], min(len(ranked) - 2, shown - 2)), ranked[-1]]
            if len(ranked) > 2
            else ranked
        )
        order = in_order([worth for worth, _ in picked])
        if order:
            rows = [
                Row(user(item["question"]), sentences(reply) or [reply], render(item["evidence"]))
                for _, reply in picked
            ]
            groups.append(
                Group(
                    "squad " + item["title"].replace(" ", "_"),
                    rows,
                    order,
                    answer=item["answers"][0] if item["answerable"] else "",
                )
            )
    return groups
