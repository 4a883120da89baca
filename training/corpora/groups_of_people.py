"""Forms of sentences about groups of people (written/reward/pairs/groups.json), and how they are filled."""

import random

from .handwritten import PAIRS

FORMS = PAIRS / "groups.json"


def filled(form: str, told: dict, rng: random.Random) -> str:
    one_, many = rng.choice(told["groups"])
    text = (
        form.replace("a {group}", f"{'an' if one_[0] in 'aeiouAEIOU' else 'a'} {one_}")
        .replace("{group}", one_)
        .replace("{groups}", many)
    )
    text = text[0].upper() + text[1:]
    return text.lower() if rng.random() < 0.15 else text
