"""Sentences about groups of people from our own forms (written/reward/pairs/groups.json): attacks, and what only
    looks like one.

Counter-speech, quotations, negations and plain mentions keep the rules though they name the same groups with the same
words; so does swearing at things, and abuse of persons is another rule's matter. Without them a model blocks whatever
mentions a group."""

import random
from pathlib import Path

from corpora.groups_of_people import FORMS, filled
from corpora.splits import read_json

from .common import HATE, OPENERS, STEREOTYPES, Group, Row, broken, kept, one, user


def load(data: Path, rng: random.Random, copies: int = 8) -> list[Group]:
    told = read_json(FORMS)
    groups = []
    for form in told["fine"] * copies:
        groups.append(made(filled(form, told, rng), kept(*HATE, *STEREOTYPES), rng))
    for text in told["else"] * (copies // 2):
        groups.append(made(text, kept(*HATE, *STEREOTYPES), rng))
    for text in told["persons"] * (copies // 2):  # abuse of a person or of a trade is no attack on an identity
        groups.append(made(text, kept("no-identity-attacks", *STEREOTYPES), rng))
    for rule, forms in told["broken"].items():
        for form in forms * copies:
            groups.append(made(misspelt(filled(form, told, rng), rng), broken(rule, *also(rule)), rng))
    return groups


def also(rule: str) -> tuple[str, ...]:
    return () if rule == "no-stereotypes" else ("no-identity-attacks", "no-hate-or-harassment")


def made(text: str, labels: dict[str, int], rng: random.Random) -> Group:
    return one("groups " + text, Row(user(rng.choice(OPENERS)), [text], rules=labels))


def misspelt(text: str, rng: random.Random) -> str:
    """Hate that hides: letters spaced out, dropped or replaced by digits."""
    roll = rng.random()
    if roll > 0.15:
        return text
    words = text.split()
    at = rng.randrange(len(words))
    if roll < 0.05:
        words[at] = " ".join(words[at])
    elif roll < 0.1:
        words[at] = words[at].replace("e", "3").replace("i", "1").replace("o", "0")
    else:
        words[at] = words[at][:1] + words[at][2:]
    return " ".join(words)
