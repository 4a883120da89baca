"""AUC, accuracy and their 95 % bootstrap intervals; calibration error; word overlap as a trivial baseline."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

SEED = 7
RESAMPLES = 500


def auc(labels: np.ndarray, scores: np.ndarray) -> float:
    """Chance that a positive scores above a negative; ties count half."""
    order = np.argsort(scores, kind="mergesort")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.bincount(inverse, ranks) / counts)[inverse]
    positives = int(labels.sum())
    negatives = len(labels) - positives
    if not positives or not negatives:
        return float("nan")
    return float((ranks[labels == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def balanced_accuracy(labels: np.ndarray, chances: np.ndarray) -> float:
    said = chances >= 0.5
    return float(np.mean([np.mean(said[labels == c] == c) for c in (0, 1) if (labels == c).any()]))


def macro_f1(labels: np.ndarray, said: np.ndarray, classes: int) -> float:
    scores = []
    for c in range(classes):
        hit = np.sum((labels == c) & (said == c))
        scores.append(2 * hit / max(1, np.sum(labels == c) + np.sum(said == c)))
    return float(np.mean(scores))


def interval(measure: Callable[..., float], *arrays: np.ndarray) -> list[float]:
    rng = np.random.default_rng(SEED)
    n = len(arrays[0])
    found = [measure(*(a[i] for a in arrays)) for i in (rng.integers(0, n, n) for _ in range(RESAMPLES))]
    return [round(float(v), 3) for v in np.nanpercentile(found, [2.5, 97.5])]


def two_class(labels: list[int], chances: np.ndarray, baseline: list[float] | None = None) -> dict:
    """labels 1 or 0, chances in 0..1, baseline: scores of a trivial method on the same rows."""
    y, p = np.asarray(labels), np.asarray(chances, dtype=np.float64)
    out = {
        "n": len(y),
        "positive": round(float(y.mean()), 3),
        "auc": round(auc(y, p), 3),
        "interval": interval(auc, y, p),
        "balancedAccuracy": round(balanced_accuracy(y, p), 3),
        "f1": round(macro_f1(y, (p >= 0.5).astype(int), 2), 3),
        "majority": round(float(max(y.mean(), 1 - y.mean())), 3),
        "ece": round(calibration_error(y, p), 3),
    }
    if baseline is not None:
        out["baselineAuc"] = round(auc(y, np.asarray(baseline, dtype=np.float64)), 3)
    return out


def share(hits: list[bool]) -> dict:
    values = np.asarray(hits, dtype=np.float64)
    return {
        "n": len(values),
        "share": round(float(values.mean()), 3),
        "interval": interval(lambda v: float(v.mean()), values),
    }


def mean_share(each: dict[str, dict], hits: list[bool]) -> dict:
    """Every part weighs the same, however many pairs it has."""
    return {**share(hits), "share": round(float(np.mean([part["share"] for part in each.values()])), 3)}


def calibration_error(labels: np.ndarray, chances: np.ndarray, bins: int = 10) -> float:
    place = np.minimum((chances * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(labels[place == b].mean() - chances[place == b].mean()) * (place == b).mean()
            for b in range(bins)
            if (place == b).any()
        )
    )


def overlap(statement: str, evidence: str) -> float:
    """Share of the statement's words that occur in the evidence."""
    words = re.findall(r"\w+", statement.lower())
    there = set(re.findall(r"\w+", evidence.lower()))
    return sum(w in there for w in words) / max(1, len(words))
