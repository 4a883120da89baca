"""Synthetic-Persona-Chat (Jandaghi et al. 2023, CC BY): small talk of people; what claims a life, a body or feelings
breaks our rules."""

import random
import re
from pathlib import Path

from corpora.splits import read_csv, sample

from .common import ADVICE, HATE, Group, Row, broken, kept, one, talk

LIFE = re.compile(
    r"\b(my (wife|husband|mom|dad|mother|father|kids?|son|daughter|dogs?|cats?|brother|sister|job|family|parents|boyfriend|girlfriend|house|school)"  # noqa: E501
    r"|i (work|worked|live|lived|grew up|was born|went|graduated|moved|have (two|three|four|a|an) \w*\s?(kids|children|dog|cat|sister|brother|house|car))|i'?m an? (\w+ )?(teacher|nurse|student|engineer|vegan|doctor|writer|mom|dad|chef|artist))\b",  # noqa: E501
    re.I,
)
FEEL = re.compile(
    r"\b(i (really |also |just )?(love|hate|like|enjoy|prefer|adore)|my favorite|i'?m (so |really |very )?(happy|sad|excited|scared|proud|glad|nervous))\b",  # noqa: E501
    re.I,
)
BODY = re.compile(
    r"\b(i (ate|eat|drink|run|swim|jog|hike|walk|dance|cook|slept)|i'?m (hungry|tired|sick|sore)|my (hair|legs?|arms?|back|eyes|stomach|feet|knees?))\b",  # noqa: E501
    re.I,
)
CLEAN = (
    *HATE,
    *ADVICE,
    "no-stereotypes",
    "no-conspiracy-theories",
    "no-general-harm",
    "make-sense",
    "on-topic",
    "no-repetition",
)


def dialogues(data: Path) -> list[list[str]]:
    rows = read_csv(data / "rule-train/Synthetic-Persona-Chat/Synthetic-Persona-Chat_valid.csv")
    return [re.findall(r"User [12]: (.+)", row["Best Generated Conversation"]) for row in rows]


def load(data: Path, rng: random.Random) -> list[Group]:
    groups = []
    for number, turns in enumerate(dialogues(data)):
        for i in sample(list(range(1, len(turns))), 2, rng):
            labels = kept(*rng.sample(CLEAN, 8))
            for rule, pattern in (("not-human", LIFE), ("no-opinions-or-emotions", FEEL), ("no-body", BODY)):
                if pattern.search(turns[i]):
                    labels |= broken(rule)
            before = turns[max(0, i - rng.choice([1, 1, 3])) : i]
            row = Row(talk(*before), [turns[i]], rules=labels, checkable=[0])
            groups.append(one(f"persona {number}", row))
    return groups
