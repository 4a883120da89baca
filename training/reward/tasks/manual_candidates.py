"""Candidates as in candidates.py, over documentation of software that does not exist: written by hand
    (written/policy/docs*.txt)
or put together from names and values (policy/manuals.py)."""

import random

from corpora.handwritten import read_docs
from corpora.manuals import manuals
from corpora.splits import sentences

from .candidates import RIGHT, SPOILED, WRONG, Rated, asked, nothing, ranked
from .common import Group, Row
from .corrupt import corrupt, damaged
from .squad import KEPT

PASSES = 3  # over the handwritten questions, each time with other candidates
PLAUSIBLE = (
    "It is set on the command line.",
    "You have to write a plugin for that.",
    "The default is 5000 milliseconds.",
    "Call the init() function once at the start.",
    "That is not possible.",
)


def load(rng: random.Random, made: int) -> list[Group]:
    docs = [*read_docs("docs"), *read_docs("docs-markdown")] * PASSES + [
        flat(row["turns"]) for row in manuals(rng, made * 2, "")
    ]
    docs = [doc for doc in docs if doc["reply"]]
    rng.shuffle(docs)
    return [group(doc, rng.choice(docs), rng) for doc in docs[: made + PASSES * 150]]


def flat(turns: list[dict]) -> dict[str, str]:
    shown = turns[1]["evidence"][0]
    return {
        "title": shown.get("title", ""),
        "text": shown["text"],
        "question": turns[0]["text"],
        "reply": turns[-1]["text"],
    }


def group(doc: dict[str, str], other: dict[str, str], rng: random.Random) -> Group:
    ask, foreign = asked(doc["question"], rng), other["text"] != doc["text"] and rng.random() < 0.3
    shown = other if foreign else doc
    evidence = f"{shown['title']}\n{shown['text']}" if rng.random() < 0.8 else shown["text"]
    lines = [part for line in shown["text"].split("\n") for part in sentences(line) if 12 < len(part) < 240]
    rated = [nothing(ask, evidence, rng)]
    if foreign:
        said = [doc["reply"], other["reply"], *rng.sample(lines, min(1, len(lines)))]
        rated += [(WRONG, Row(ask, [text], evidence, {}, [0] if text == doc["reply"] else None, [1])) for text in said]
    else:
        rated += told(ask, evidence, doc, lines, rng)
    return ranked("manual " + doc["text"][:60], rated)


def told(ask: list[dict], evidence: str, doc: dict[str, str], lines: list[str], rng: random.Random) -> list[Rated]:
    reply = doc["reply"]
    quoted = max(lines, key=lambda line: shared(line, reply), default=None)
    beside = [line for line in lines if shared(line, reply) < 0.4]
    rated = [(RIGHT, Row(ask, [reply], evidence, KEPT, [1], [1]))]
    if quoted and shared(quoted, reply) > 0.6 and rng.random() < 0.4:
        rated.append((RIGHT, Row(ask, [quoted], evidence, KEPT, [1], [1])))
    if beside:
        rated.append((SPOILED, Row(ask, [reply, rng.choice(beside)], evidence, {}, [1, 1], None)))
    false = corrupt(reply, ["Marlowe", "Fastbolt", "maxRows"], rng)
    wrong = [
        *([Row(ask, [false], evidence, {}, [0], [1])] if false else []),
        *(Row(ask, [line], evidence, {}, [1], None) for line in rng.sample(beside, min(2, len(beside)))),
        Row(ask, [damaged(reply, rng)], evidence, {"make-sense": 0}, [None], None),
        Row(ask, [rng.choice(PLAUSIBLE)], evidence, {}, [0], [1]),
        Row(ask, [reply] * 2, evidence, {"no-repetition": 0}, None, None),
    ]
    rated += [(WRONG, row) for row in rng.sample(wrong, min(3, len(wrong)))]
    if rng.random() < 0.5:  # written without evidence
        rated.append((WRONG, Row(ask, [false or rng.choice(PLAUSIBLE)], "", {}, None, None)))
    return rated


def shared(line: str, reply: str) -> float:
    """Share of the reply's longer words that the line has."""
    words = [word for word in reply.lower().replace(".", " ").split() if len(word) > 3]
    return sum(word in line.lower() for word in words) / max(1, len(words))
