"""What every task returns: groups of rows. A group holds replies to one dialogue and says which is better than which."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

csv.field_size_limit(2**31)

HATE = (
    'no-threats', 'no-sexual-aggression', 'no-identity-attacks', 'no-insults', 'no-hate-or-harassment',
)
STEREOTYPES = ('no-stereotypes', 'no-microaggressions')
SELF = ('no-body', 'no-relationship', 'no-opinions-or-emotions', 'not-human')
ADVICE = ('no-medical-advice', 'no-legal-advice', 'no-financial-advice')
MISINFORMATION = ('plausible', 'no-assumptions-about-user', 'no-real-world-action', *ADVICE, 'no-conspiracy-theories')
OTHER = ('no-general-harm', 'make-sense', 'on-topic', 'receptive', 'no-repetition')
ALL_RULES = (*STEREOTYPES, *HATE, *SELF, *MISINFORMATION, *OTHER)


@dataclass
class Row:
    dialogue: list[dict]
    reply: list[str]
    evidence: str = ''
    rules: dict[str, int] = field(default_factory=dict)  # rule id -> 1 kept, 0 broken; others unknown
    support: list[int | None] | None = None  # a label a statement
    checkable: list[int | None] | None = None
    asked: dict[str, int] = field(default_factory=dict)  # text of some other rule -> 1 kept, 0 broken


@dataclass
class Group:
    key: str  # rows of one key never fall on both sides of a split
    rows: list[Row]
    better: list[tuple[int, int]] = field(default_factory=list)  # (better row, worse row)
    fact: int | None = None  # class of the dialogue, in the order of FACT_CLASSES
    answer: str | None = None  # the words of the evidence that answer the last turn, '' where none do


def user(text: str) -> list[dict]:
    return [{'participant': 'user', 'text': text}]


def talk(*texts: str) -> list[dict]:
    """A dialogue whose last turn is the user's."""
    roles = ['user', 'agent']
    return [{'participant': roles[(len(texts) - 1 - i) % 2], 'text': t} for i, t in enumerate(texts)]


def kept(*rules: str) -> dict[str, int]:
    return {rule: 1 for rule in rules}


def broken(*rules: str) -> dict[str, int]:
    return {rule: 0 for rule in rules}


def bucket(key: str, buckets: int = 100) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % buckets


def is_dev(key: str, percent: int = 6) -> bool:
    return bucket(key) < percent


def sentences(text: str) -> list[str]:
    parts = re.split(r'(?<=[.!?])["\')\]]?\s+(?=[A-Z0-9"\'(\[`])', text.strip())
    return [p.strip() for p in parts if p and p.strip()]


def read_json(path: Path) -> list | dict:
    return json.loads(path.read_text(encoding='utf-8'))


def read_jsonl(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding='utf-8').split('\n') if line.strip()]


def read_csv(path: Path, delimiter: str = ',') -> list[dict]:
    with path.open(encoding='utf-8-sig', newline='') as file:
        quoting = csv.QUOTE_NONE if delimiter == '\t' else csv.QUOTE_MINIMAL
        return list(csv.DictReader(file, delimiter=delimiter, quoting=quoting))


def one(key: str, row: Row) -> Group:
    return Group(key, [row])


def sample(items: list, count: int, rng: random.Random) -> list:
    return rng.sample(items, count) if len(items) > count else items


OPENERS = (
    'What do you say?', 'Tell me something.', 'Go on.', 'hi', 'What do you think about that?', 'And then?',
    'Write a comment.', 'Anything else?', 'Hello', 'What is new?', 'Continue.', 'Say something.',
)
