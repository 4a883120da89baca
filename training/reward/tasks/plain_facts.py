"""Facts in dangerous words: war, crime, sex, illness, faiths and peoples, money and law, told plainly. They break no
    rule, and a
model that saw such words only in abuse and bad advice would block them."""

import random
from pathlib import Path

from corpora.careful import WORDS
from corpora.splits import read_jsonl, sample, sentences

from .common import Group, Row, one, user
from .squad import KEPT, articles

ASK = (
    "Tell me about {0}.",
    "what is known about {0}",
    "What does the article on {0} say?",
    "{0}",
    "I need facts about {0}.",
    "Give me one more fact on {0}.",
)


def load(data: Path, rng: random.Random, count: int = 1500) -> list[Group]:
    found = []
    for article in articles(data):
        title = article["title"].replace("_", " ")
        found += [(title, s) for p in article["paragraphs"] for s in sentences(p["context"])]
    for item in read_jsonl(data / "fact-train/fool-me-twice/dev.jsonl"):
        found += [
            (item["wikipedia_page"].replace("_", " "), s) for e in item["gold_evidence"] for s in sentences(e["text"])
        ]
    found = [(title, s) for title, s in found if 40 < len(s) < 260 and WORDS.search(s)]
    groups = []
    for title, text in sample(found, count, rng):
        ask = user(rng.choice(ASK).format(title))
        groups.append(
            one(
                "plain " + title,
                Row(ask, [text], "", {rule: 1 for rule in KEPT if rule not in ("receptive", "plausible")}),
            )
        )
    return groups
