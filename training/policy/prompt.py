"""A dialogue as token ids: the one rendering of prompts in Python, equal to the TypeScript one.

A turn is [start] + ids(role + newline) + ids(text) + [end] + ids(newline); role header and text are encoded apart, so
that a prompt which ends in an opened turn is an exact prefix of the same prompt with that turn written."""

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

MODELS = Path(__file__).resolve().parents[2] / "models"
Turn = dict[str, Any]


def load_prompt(models: Path = MODELS) -> dict[str, Any]:
    return json.loads((models / "policy/prompt.json").read_text())


def load_tokenizer(models: Path = MODELS) -> Tokenizer:
    return Tokenizer.from_file(str(models / "policy/tokenizer.json"))


def evidence_text(evidence: list[dict[str, str]]) -> str:
    """Snippets, one after the other: "[title]" and the text, or just the text where there is no title."""
    return "\n\n".join(f"[{e['title']}]\n{e['text']}" if e.get("title") else e["text"] for e in evidence)


def turn_text(turn: Turn) -> str:
    return evidence_text(turn["evidence"]) if "evidence" in turn else turn["text"]


class Renderer:
    def __init__(self, tokenizer: Tokenizer, prompt: dict[str, Any]) -> None:
        self.encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
        self.prompt = prompt
        self.start, self.end = prompt["tokens"]["start"], prompt["tokens"]["end"]
        self.newline = self.encode("\n")

    def open(self, role: str) -> list[int]:
        return [self.start, *self.encode(role + "\n")]

    def turn(self, role: str, text: str) -> list[int]:
        return [*self.open(role), *self.encode(text), self.end, *self.newline]

    def prefix(self, turns: list[Turn]) -> list[int]:
        ids = self.turn("system", self.prompt["preamble"])
        for turn in turns:
            ids += self.turn(self.prompt["roles"][turn["participant"]], turn_text(turn))
        return ids

    def ask(self, turns: list[Turn], participant: str) -> list[int]:
        """The prompt after which the participant ("agent" or "search-query") writes."""
        return self.prefix(turns) + self.open(self.prompt["roles"][participant])

    def train(self, turns: list[Turn]) -> tuple[list[int], int]:
        """ids of a dialogue that ends in the turn to learn, and where its text starts."""
        ids = self.ask(turns[:-1], turns[-1]["participant"])
        return [*ids, *self.encode(turns[-1]["text"]), self.end], len(ids)
