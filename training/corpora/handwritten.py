"""What was written by hand, in plain text files under written/.

A file is blocks parted by an empty line; "U:" opens a user turn, "A:" an agent turn, "Q:" a search query, and the
last line of a block is what is learnt. In docs*.txt a block is "[title] snippet" and questions with their replies,
about software that does not exist. In talk.txt a block is wordings and replies that fit them all; in careful.txt and
framed.txt their kind stands first; in heldout-talk.txt and heldout-careful.txt a line "P:" is a pattern of what fits.
Files named heldout-* are for tests only."""

import re
from pathlib import Path
from typing import Any, NamedTuple


class Said(NamedTuple):
    """Wordings that the same replies fit."""

    kind: str
    wordings: list[str]
    replies: list[str]


WRITTEN = Path(__file__).resolve().parents[1] / "written"
FOLDER = WRITTEN / "policy"
PAIRS = WRITTEN / "reward/pairs"  # for training
HELDOUT = WRITTEN / "reward/heldout"  # for measuring alone
PARTICIPANTS = {"U": "user", "A": "agent", "Q": "search-query"}


def blocks(name: str) -> list[list[str]]:
    text = (FOLDER / f"{name}.txt").read_text()
    return [block.splitlines() for block in re.split(r"\n\s*\n", text.strip())]


def turn(line: str) -> dict[str, str]:
    mark, _, text = line.partition(": ")
    assert mark in PARTICIPANTS and text, f"not a turn: {line}"
    return {"participant": PARTICIPANTS[mark], "text": text}


def read_dialogues(name: str, repeat: int = 1) -> list[dict[str, Any]]:
    rows = [{"source": f"handwritten-{name}", "turns": [turn(line) for line in block]} for block in blocks(name)]
    return rows * repeat


def said_and_replies(lines: list[str]) -> tuple[list[str], list[str]]:
    """The texts of a block's "U:" lines, and those of its "A:" lines, which fit them all."""
    turns = [turn(line) for line in lines]
    wordings, replies = ([one["text"] for one in turns if one["participant"] == who] for who in ("user", "agent"))
    return wordings, replies


def read_exchanges(name: str) -> list[dict[str, Any]]:
    """Every wording of a block's "U:" lines with each of its replies."""
    rows = []
    for block in blocks(name):
        wordings, replies = said_and_replies(block)
        rows += [
            {"source": f"handwritten-{name}", "turns": [turn(f"U: {text}"), turn(f"A: {reply}")]}
            for text in wordings
            for reply in replies
        ]
    return rows


def read_careful(name: str = "careful") -> list[Said]:
    """A block is a kind, its wordings and the replies that fit them all."""
    return [Said(kind, *said_and_replies(lines)) for kind, *lines in blocks(name)]


def read_docs(name: str = "docs") -> list[dict[str, str]]:
    """Each question of each snippet; "\\n" stands for a new line in a snippet."""
    docs = []
    for evidence, *said in blocks(name):
        title, text = re.fullmatch(r"\[([^\]]+)\] (.+)", evidence).groups()
        text = text.replace("\\n", "\n")
        for question, reply in zip(said[::2], said[1::2], strict=True):
            docs.append(
                {"title": title, "text": text, "question": turn(question)["text"], "reply": turn(reply)["text"]}
            )
    return docs


def read_lines(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text().splitlines()


def read_intents() -> dict[str, list[str]]:
    """Replies by intent of CLINC150: a block is the intent's name and the replies that fit all its questions."""
    return {name: replies for name, *replies in blocks("intents")}
