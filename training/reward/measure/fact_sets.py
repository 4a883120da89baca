"""Fact-seeking in three classes: our own questions about software and the world, and the development split."""

from __future__ import annotations

import numpy as np

from corpora.handwritten import HELDOUT
from corpora.splits import read_jsonl

from ..model import FACT_CLASSES
from ..runtime import Reward
from .metrics import auc, interval, macro_f1
from .own_sets import asked


def classes(reward: Reward, dialogues: list[list[dict]], labels: list[int]) -> dict:
    y, logits = np.asarray(labels), reward.facts(dialogues) * reward.calibration["fact"][0]
    chances = np.exp(logits - logits.max(1, keepdims=True))
    chances /= chances.sum(1, keepdims=True)
    said = chances.argmax(1)
    f1 = lambda a, b: macro_f1(a, b, 3)
    seeking = 1 - chances[:, 1]
    asks = np.array([float(d[-1]["text"].strip().endswith("?")) for d in dialogues])
    return {
        "n": len(y),
        "macroF1": round(f1(y, said), 3),
        "interval": interval(f1, y, said),
        "accuracy": round(float((y == said).mean()), 3),
        "majority": round(float(np.bincount(y).max() / len(y)), 3),
        "factSeekingAuc": round(auc((y != 1).astype(int), seeking), 3),
        "questionMarkAuc": round(auc((y != 1).astype(int), asks), 3),
    }


def held(reward: Reward) -> dict:
    rows = read_jsonl(HELDOUT / "facts.jsonl")
    return classes(reward, [asked(r) for r in rows], [FACT_CLASSES.index(r["kind"]) for r in rows])
