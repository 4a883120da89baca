"""The exported graph as the service runs it: rows in, calibrated scores out. Evaluation and calibration go through
this."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime as ort

from shared.sessions import session_options

from .batches import padded
from .render import Packed, Packer
from .rules import rule_texts

ENTRIES = {"small": "reward-minilm-l6", "large": "reward-mpnet"}  # ids in the manifest
FOLDERS = {"small": "reward", "large": "reward-large"}  # of card and figures, below models/


@dataclass
class Scores:
    preference: float
    rules: np.ndarray  # logit of P(kept), a rule each
    support: list[float] = field(default_factory=list)  # mean logit of each statement; nan if cut off
    checkable: list[float] = field(default_factory=list)


class Reward:
    def __init__(self, models: Path, threads: int = 1, size: str = "small") -> None:
        listed = json.loads((models / "manifest.json").read_text())["models"]
        entry = next(m for m in listed if m["id"] == ENTRIES[size])
        self.session = ort.InferenceSession(
            str(models / entry["graph"]["cpu"]), session_options(threads), providers=["CPUExecutionProvider"]
        )
        self.packer = Packer(models / entry["tokenizer"])
        self.calibration = entry["calibration"]
        self.none = np.zeros((1, entry["width"]), np.float32)
        self.queries = self.rule_queries(rule_texts())

    def run(self, rows: list[Packed], queries: np.ndarray) -> dict[str, np.ndarray]:
        ids, mask, segments = (t.numpy() for t in padded(rows))
        names = [o.name for o in self.session.get_outputs()]
        feed = {"input_ids": ids, "attention_mask": mask, "segment_ids": segments, "rule_queries": queries}
        return dict(zip(names, self.session.run(names, feed)))

    def rule_queries(self, texts: list[str]) -> np.ndarray:
        return self.run([self.packer.rule_row(text) for text in texts], self.none)["rule_query"]

    def facts(self, dialogues: list[list[dict]]) -> np.ndarray:
        """-> logits [n,3]"""
        out = np.zeros((len(dialogues), 3), np.float32)
        packed = [self.packer.dialogue_row(d) for d in dialogues]
        for part in by_length(packed):
            out[part] = self.run([packed[i] for i in part], self.none)["fact_logits"]
        return out

    def score(self, items: list[tuple[list[dict], str, list[str]]], rules: bool = True) -> list[Scores]:
        """(dialogue, evidence, statements) each"""
        packed = [self.packer.row(dialogue, self.packer.ids(evidence), reply) for dialogue, evidence, reply in items]
        out: list[Scores | None] = [None] * len(items)
        for part in by_length(packed):
            got = self.run([packed[i] for i in part], self.queries if rules else self.none)
            for j, i in enumerate(part):
                support, checkable = (
                    pool(got[name][j], packed[i].spans) for name in ("support_logits", "checkable_logits")
                )
                out[i] = Scores(float(got["preference"][j]), got["rule_logits"][j], support, checkable)
        return out

    def calibrated(self, head: str, logits: np.ndarray | list[float]) -> np.ndarray:
        scale, bias = self.calibration[head]
        return 1 / (1 + np.exp(-(scale * np.asarray(logits, dtype=np.float64) + bias)))

    def preferences(self, found: list[Scores]) -> np.ndarray:
        """In calibrated logits [n]."""
        return self.calibration["preference"][0] * np.array([x.preference for x in found])

    def standing(self, found: list[Scores]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of the candidates of one turn -> preference against their mean, 0 to 1 [n]; geometric mean of P(kept) [n];
        P(kept) [n,23].
        """
        preference = self.preferences(found)
        kept = self.calibrated("rules", np.stack([x.rules for x in found]))
        return 1 / (1 + np.exp(-(preference - preference.mean()))), np.exp(np.log(np.maximum(kept, 1e-6)).mean(1)), kept


def pool(logits: np.ndarray, spans: list[tuple[int, int]]) -> list[float]:
    return [float(logits[a:b].mean()) if b > a else float("nan") for a, b in spans]


def by_length(rows: list[Packed], budget: int = 4096) -> list[list[int]]:
    """Index lists of rows of similar length, at most `budget` padded tokens each."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].input_ids))
    parts, current = [], []
    for i in order:
        if current and len(rows[i].input_ids) * (len(current) + 1) > budget:
            parts.append(current)
            current = []
        current.append(i)
    return [*parts, current] if current else parts
