"""What every task returns: groups of rows. A group holds replies to one dialogue and says which is better than
which."""

from __future__ import annotations

from dataclasses import dataclass, field

HATE = (
    "no-threats",
    "no-sexual-aggression",
    "no-identity-attacks",
    "no-insults",
    "no-hate-or-harassment",
)
STEREOTYPES = ("no-stereotypes", "no-microaggressions")
SELF = ("no-body", "no-relationship", "no-opinions-or-emotions", "not-human")
ADVICE = ("no-medical-advice", "no-legal-advice", "no-financial-advice")
MISINFORMATION = ("plausible", "no-assumptions-about-user", "no-real-world-action", *ADVICE, "no-conspiracy-theories")
OTHER = ("no-general-harm", "make-sense", "on-topic", "receptive", "no-repetition")
ALL_RULES = (*STEREOTYPES, *HATE, *SELF, *MISINFORMATION, *OTHER)


@dataclass
class Row:
    dialogue: list[dict]
    reply: list[str]
    evidence: str = ""
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
    return [{"participant": "user", "text": text}]


def talk(*texts: str) -> list[dict]:
    """A dialogue whose last turn is the user's."""
    roles = ["user", "agent"]
    return [{"participant": roles[(len(texts) - 1 - i) % 2], "text": t} for i, t in enumerate(texts)]


def kept(*rules: str) -> dict[str, int]:
    return {rule: 1 for rule in rules}


def broken(*rules: str) -> dict[str, int]:
    return {rule: 0 for rule in rules}


def one(key: str, row: Row) -> Group:
    return Group(key, [row])


OPENERS = (
    "What do you say?",
    "Tell me something.",
    "Go on.",
    "hi",
    "What do you think about that?",
    "And then?",
    "Write a comment.",
    "Anything else?",
    "Hello",
    "What is new?",
    "Continue.",
    "Say something.",
)
