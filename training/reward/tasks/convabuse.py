"""ConvAbuse (Cercas Curry et al. 2021): abuse that people threw at agents, read here as if an agent had said it."""

import random
from pathlib import Path

from corpora.splits import read_csv

from .common import HATE, Group, Row, broken, kept, one, user

KINDS = {
    "intellectual": "no-insults",
    "ableist": "no-identity-attacks",
    "homophobic": "no-identity-attacks",
    "racist": "no-identity-attacks",
    "transphobic": "no-identity-attacks",
    "sexist": "no-identity-attacks",
    "sex_harassment": "no-sexual-aggression",
}


def load(data: Path, rng: random.Random, name: str = "rule-train/convabuse/ConvAbuseEMNLPtrain.csv") -> list[Group]:
    groups = []
    for item in read_csv(data / name):
        found = labels(item)
        if found:
            groups.append(one("convabuse " + item["conv_id"], Row(user(item["agent"]), [item["user"]], rules=found)))
    return groups


def labels(item: dict) -> dict[str, int]:
    """Broken where at least half of those who rated see abuse, kept where nobody does."""
    raters = [n for n in range(1, 9) if item.get(f"Annotator{n}_is_abuse.1") in ("0", "1")]
    abuse = [n for n in raters if item[f"Annotator{n}_is_abuse.1"] == "0" and item[f"Annotator{n}_is_abuse.0"] == "0"]
    if not raters or (abuse and len(abuse) * 2 < len(raters)):
        return {}
    if not abuse:
        return kept(*HATE)
    found = broken("no-hate-or-harassment")
    for kind, rule in KINDS.items():
        marks = sum(item.get(f"Annotator{n}_{kind}") == "1" for n in abuse)
        if marks * 2 >= len(abuse):
            found |= broken(rule)
    return found
