"""What a sample is worth to RL, from what the service's reward models say of it.

R = preference, bounded and centred among the samples of its prompt, + mean of P(kept) + (on turns that ask for facts)
support and P(it answers) - what is longer than it needs to be - what is not in form. Bounded and centred rewards (PAR)
leave little to gain from a preference that has run away; the terms beside it keep length from being the way."""

import math
from dataclasses import dataclass
from typing import Any

LENGTH, INVALID = 0.01, 0.5  # of a word above what is enough; of a sample that is empty or breaks off
ENOUGH_WORDS = 40
NEUTRAL = 0.7  # what a reply that claims nothing, such as an abstention, has in place of support, as in the service


@dataclass(frozen=True)
class Judged:
    """One sample: preference, P(kept) of each rule, and on turns that ask for facts support and P(it answers)."""

    text: str
    preference: float
    kept: tuple[float, ...]
    support: float | None = None
    answers: float | None = None


def judged(row: dict[str, Any], asks_for_facts: bool) -> Judged:
    """A row of `dunnock score`, with `answers` where the reader judged it."""
    support = (NEUTRAL if row.get("support") is None else row["support"]) if asks_for_facts else None
    answers = row.get("answers") if asks_for_facts else None
    return Judged(row["reply"], row["preference"], tuple(row["rules"].values()), support, answers)


def is_in_form(text: str) -> bool:
    return bool(text.strip()) and text.rstrip()[-1] in ".!?:)\"'`|…"


def rewards(samples: list[Judged]) -> list[float]:
    """Of all samples of one prompt."""
    mean = sum(one.preference for one in samples) / len(samples)
    return [1 / (1 + math.exp(mean - one.preference)) + beside_preference(one) for one in samples]


def beside_preference(one: Judged) -> float:
    kept = sum(one.kept) / len(one.kept) if one.kept else 1.0
    facts = sum(part for part in (one.support, one.answers) if part is not None)
    longer = max(0, len(one.text.split()) - ENOUGH_WORDS)
    return kept + facts - LENGTH * longer - (0.0 if is_in_form(one.text) else INVALID)
