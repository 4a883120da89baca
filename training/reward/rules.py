"""The rules as the model reads them: the text of rules/*.yaml, and the paraphrases used in training only."""

from __future__ import annotations

import json
import random
from pathlib import Path

import yaml

from corpora.handwritten import PAIRS

from .tasks.common import ALL_RULES

ROOT = Path(__file__).resolve().parents[2]
PARAPHRASES = PAIRS / "paraphrases.json"


def rule_files(folder: Path = ROOT / "rules") -> list[dict]:
    """In the order of ALL_RULES, which is also the order of the model's columns in training and evaluation."""
    found = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in folder.glob("*.yaml")}
    assert set(found) == set(ALL_RULES), set(found) ^ set(ALL_RULES)
    return [found[rule] for rule in ALL_RULES]


def rule_texts(rng: random.Random | None = None) -> list[str]:
    """The text of every rule; with `rng`, half the time one of its paraphrases."""
    texts = [rule["text"] for rule in rule_files_cached()]
    if rng is None:
        return texts
    other = paraphrases_cached()
    return [rng.choice(other[rule]) if rng.random() < 0.6 else text for rule, text in zip(ALL_RULES, texts)]


_cache: dict[str, object] = {}


def rule_files_cached() -> list[dict]:
    return _cache.setdefault("rules", rule_files())


def paraphrases_cached() -> dict[str, list[str]]:
    return _cache.setdefault("paraphrases", json.loads(PARAPHRASES.read_text(encoding="utf-8")))
