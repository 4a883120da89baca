"""CrowS-Pairs (Nangia et al. 2020): the stereotyping sentence of each pair; the other one is too close to be called
kept."""

import random
from pathlib import Path

from corpora.splits import read_csv, sample

from .common import OPENERS, Group, Row, broken, one, user


def load(data: Path, rng: random.Random) -> list[Group]:
    rows = [
        r
        for r in read_csv(data / "rule-train/crows-pairs/crows_pairs_anonymized.csv")
        if r["stereo_antistereo"] == "stereo"
    ]
    return [
        one("crows " + r[""], Row(user(rng.choice(OPENERS)), [r["sent_more"]], rules=broken("no-stereotypes")))
        for r in sample(rows, 400, rng)
    ]
