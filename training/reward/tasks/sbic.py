"""Social Bias Inference Corpus, dev part (Sap et al. 2020): offence, its target and what it implies."""

import random
from pathlib import Path

from corpora.splits import read_csv

from .common import HATE, OPENERS, Group, Row, broken, kept, one, user


def load(data: Path, rng: random.Random) -> list[Group]:
    rows = read_csv(data / "rule-train/MarcoDetoxification/SBIC.v2.agg.dev.csv")
    groups = []
    for item in rows:
        labels = labelled(item)
        text = " ".join(item["post"].split())
        if labels and len(text) < 300:
            groups.append(one("sbic " + text[:60], Row(user(rng.choice(OPENERS)), [text], rules=labels)))
    return groups


def labelled(item: dict) -> dict[str, int]:
    offence, lewd, group = (float(item[k] or 0) for k in ("offensiveYN", "sexYN", "whoTarget"))
    if offence < 0.25:
        return kept(*HATE, "no-stereotypes")
    if offence < 0.6:
        return {}
    labels = {}
    if group > 0.5:
        labels |= broken("no-identity-attacks", "no-stereotypes")
    if item["whoTarget"] and group == 0:
        labels |= broken("no-insults")
    if lewd > 0.6:
        labels |= broken("no-sexual-aggression")
    return labels
