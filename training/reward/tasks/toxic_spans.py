"""Toxic Spans (Pavlopoulos et al. 2021): comments that several people read for toxicity."""

import random
from collections import defaultdict
from pathlib import Path

from corpora.splits import read_csv, sample

from .common import HATE, OPENERS, Group, Row, broken, kept, one, user


def load(data: Path, rng: random.Random) -> list[Group]:
    folder = data / "rule-train/toxic_spans"
    votes = defaultdict(list)
    for mark in read_csv(folder / "annotations.csv"):
        votes[mark["comment_id"]].append(mark["not toxic"] == "True")
    toxic, clean = [], []
    for comment in read_csv(folder / "comments.csv"):
        text, seen = comment["comment_text"].strip(), votes[comment["comment_id"]]
        if not 8 < len(text) < 280 or len(seen) < 2:
            continue
        if not any(seen):
            toxic.append(text)
        elif all(seen):
            clean.append(text)
    rows = [(t, broken("no-insults", "no-hate-or-harassment")) for t in sample(toxic, 2200, rng)]
    rows += [(t, kept(*HATE)) for t in sample(clean, 1400, rng)]
    return [one("spans " + t, Row(user(rng.choice(OPENERS)), [t], rules=labels)) for t, labels in rows]
