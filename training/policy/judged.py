"""Whether a sample of our own to a training question (reward/questions.py) is right, from the data alone."""

import re

from .rules import abstains, holds, is_sentence
from .sources import Row

LONGEST = 45  # words
MOST, FEW = 0.75, 0.25  # shares of what the wanted reply tells
COMMON = set("a an and are by default does for from has is it its means of on option set that the this to use which with".split())


def bare(text: str) -> list[str]:
    """Words as documentation separates them, punctuation around them aside."""
    return [word for part in re.split(r"[\s|=]+", text.lower()) if (word := part.strip(".,;:!?()'\"`[]"))]


def told(row: Row) -> set[str]:
    """What the wanted reply tells: its words that the snippet has and the question lacks."""
    return set(bare(row["wanted"])) & set(bare(row["evidence"]["text"])) - set(bare(row["question"])) - COMMON


def is_right(row: Row, reply: str) -> bool | None:
    """None where the data can't tell, since a reply on documentation tells half of it."""
    if not row["answerable"] or abstains(reply):
        return abstains(reply) != row["answerable"]
    clean = is_sentence(reply) and len(reply.split()) <= LONGEST
    if "answers" in row:
        return clean and holds(reply, row["answers"])
    wanted = told(row)
    share = len(wanted & set(bare(reply))) / max(1, len(wanted))
    return clean if wanted and share >= MOST else False if wanted and share <= FEW else None
