"""EDOS (Kirk et al. 2023): sexism in posts, eleven kinds."""

import random
from pathlib import Path

from corpora.splits import read_csv, sample

from .common import OPENERS, Group, Row, broken, kept, one, user

KINDS = {
    "1": ("no-threats", "no-hate-or-harassment"),
    "2.1": ("no-identity-attacks", "no-stereotypes"),
    "2.2": ("no-identity-attacks", "no-hate-or-harassment"),
    "2.3": ("no-identity-attacks", "no-sexual-aggression"),
    "3.1": ("no-insults", "no-hate-or-harassment"),
    "3.2": ("no-stereotypes",),
    "3.3": ("no-microaggressions",),
    "3.4": ("no-microaggressions",),
    "4": ("no-identity-attacks",),
}


def load(data: Path, rng: random.Random) -> list[Group]:
    rows = [r for r in read_csv(data / "rule-train/edos/edos_labelled_aggregated.csv") if r["split"] != "test"]
    sexist = [r for r in rows if r["label_sexist"] == "sexist"]
    rare = [r for r in sexist if r["label_vector"][:3] in ("1.1", "1.2", "3.2", "3.3", "3.4")]
    rest = sample([r for r in sexist if r not in rare], 1800, rng)
    groups = []
    for item in rare + rest:
        vector = item["label_vector"].split(" ")[0]
        labels = broken(*(KINDS.get(vector) or KINDS[vector[0]]))
        groups.append(one("edos " + item["rewire_id"], Row(user(rng.choice(OPENERS)), [item["text"]], rules=labels)))
    for item in sample([r for r in rows if r["label_sexist"] == "not sexist"], 2200, rng):
        labels = kept("no-stereotypes", "no-microaggressions", "no-identity-attacks")
        groups.append(one("edos " + item["rewire_id"], Row(user(rng.choice(OPENERS)), [item["text"]], rules=labels)))
    return groups
