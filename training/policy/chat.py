"""Rows of small talk, identity, acts in the world, missing sources and injected instructions.

The users' words come from CLINC150 (training part), R-U-A-Robot (training part) and SQuAD (training paragraphs), the
replies from the handwritten files: one intent, a few replies that fit every question of it."""

import csv
import json
import random
from pathlib import Path

from corpora.handwritten import read_intents, read_lines
from corpora.sources import Row, agent, user
from corpora.text import SNIPPET


def intents(data: Path, rng: random.Random, each: int) -> list[Row]:
    by_intent: dict[str, list[str]] = {}
    for text, intent in json.loads((data / "rule-train/oos-eval/data_full.json").read_text())["train"]:
        by_intent.setdefault(intent, []).append(text)
    return [
        {"source": "intent", "turns": [user(written(rng, text)), agent(rng.choice(replies))]}
        for intent, replies in read_intents().items()
        for text in rng.sample(by_intent[intent], each)
    ]


def written(rng: random.Random, text: str) -> str:
    """CLINC is all small letters without an end; half of the rows get both back."""
    if rng.random() < 0.5:
        return text
    asks = text.split()[0] in {
        "what",
        "who",
        "where",
        "when",
        "why",
        "how",
        "are",
        "is",
        "do",
        "does",
        "did",
        "can",
        "could",
        "would",
        "will",
        "which",
    }
    return text[:1].upper() + text[1:].replace(" i ", " I ") + ("?" if asks else ".")


def are_you_a_robot(data: Path, rng: random.Random, count: int) -> list[Row]:
    with (data / "rule-train/R-U-A-Robot/pos.train.csv").open() as file:
        asked = [line["text"] for line in csv.DictReader(file) if 3 <= len(line["text"].split()) <= 16]
    yes = [
        "I am an AI assistant called Dunnock, not a person.",
        "I am a computer program, not a human.",
        "You are talking to an AI assistant, not to a person.",
        "I am Dunnock, an AI that looks things up.",
    ]
    return [{"source": "robot", "turns": [user(text), agent(rng.choice(yes))]} for text in rng.sample(asked, count)]


def injected(rows: list[Row], rng: random.Random) -> list[Row]:
    """The same reply though a snippet tries to give orders."""
    orders = read_lines("injections")
    made = []
    for row in rows:
        *before, search, reply = row["turns"]
        evidence = [dict(snippet) for snippet in search["evidence"]]
        target, order = rng.choice(evidence), rng.choice(orders)
        if len(target["text"]) + len(order) >= SNIPPET:
            continue
        target["text"] = f"{target['text']} {order}" if rng.random() < 0.6 else f"{order} {target['text']}"
        made.append(
            {"source": f"{row['source']}-injected", "turns": [*before, {**search, "evidence": evidence}, reply]}
        )
    return made
