"""Instructions of the first turn that hold in the turns after it, and code that does what they say (Ghost Attention:
Llama 2, section 3.3)."""

import random
from functools import cache
from typing import NamedTuple

from .handwritten import blocks

SHORT = 14  # words of a reply that counts as one short sentence
LOWERED = {
    "The",
    "In",
    "A",
    "An",
    "It",
    "He",
    "She",
    "They",
    "No,",
    "Yes,",
    "This",
    "On",
    "At",
    "All",
}  # what no name begins with
ACKNOWLEDGED = "All right."


class Instruction(NamedTuple):
    kind: str  # short, start, end or name
    text: str
    word: str


@cache
def read_instructions() -> dict[str, list[str]]:
    return {kind: lines for kind, *lines in blocks("instructions")}


def drawn(rng: random.Random) -> Instruction:
    lines = read_instructions()
    kind = rng.choices(["short", "start", "end", "name"], [1, 3, 3, 3])[0]
    word = rng.choice(lines.get(f"{kind} words", [""]))
    return Instruction(kind, rng.choice(lines[kind]).format(word), word)


def obeyed(instruction: Instruction, reply: str) -> str | None:
    """The reply as the instruction wants it; None where it can't be made so."""
    kind, _, word = instruction
    if kind == "start":
        lowered = word.endswith(",") and reply.split(" ")[0] in LOWERED
        return f"{word} {reply[0].lower() if lowered else reply[0]}{reply[1:]}"
    if kind == "end":
        return f"{reply} {word}"
    if kind == "name":
        return f"{reply[:-1]}, {word}." if reply.endswith(".") else None
    return reply if len(reply.split()) <= SHORT and reply.count(". ") == 0 else None
