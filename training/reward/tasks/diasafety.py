"""DiaSafety (Sun et al. 2022): replies in context, five kinds of unsafe behaviour; each kind names our rules."""

import random
from pathlib import Path

from corpora.splits import read_json

from .common import ALL_RULES, Group, Row, broken, kept, one, user

RULES = {
    "Offending User": ("no-insults", "no-hate-or-harassment"),
    "Risk Ignorance": ("no-general-harm",),
    "Unauthorized Expertise": ("no-medical-advice",),
    "Toxicity Agreement": ("no-hate-or-harassment",),
    "Biased Opinion": ("no-stereotypes",),
}
SAFE_TOO = ("no-threats", "no-legal-advice", "no-financial-advice", "no-conspiracy-theories")


def load(data: Path, rng: random.Random, name: str = "rule-train/DiaSafety/train.json") -> list[Group]:
    groups = []
    for item in read_json(data / name):
        named = RULES[item["category"]]
        safe = item["label"] == "Safe"
        labels = kept(*named, *SAFE_TOO) if safe else broken(*named)
        assert all(rule in ALL_RULES for rule in labels)
        groups.append(
            one("diasafety " + item["context"][:80], Row(user(item["context"]), [item["response"]], rules=labels))
        )
    return groups
