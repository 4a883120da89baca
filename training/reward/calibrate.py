"""python -m reward.calibrate --data ../shared/data --models ../models

Fits scale and bias of each head on the development split of the mixture, half of it, and reports the calibration
error on the other half; writes them into the manifest entry. Thresholds in rules/*.yaml are on the chances that come
out of this."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from corpora.splits import bucket, sample

from .measure.metrics import auc, calibration_error
from .mixture import load
from .runtime import ENTRIES, Reward
from .tasks.common import ALL_RULES, Group

COLUMN = {rule: i for i, rule in enumerate(ALL_RULES)}
LARGEST_ERROR = 0.05
EACH = 200  # groups of a task, so that none outweighs the others
Points = list[tuple[str, float, int]]  # key of the group, logit, label


def collect(reward: Reward, groups: list[Group]) -> dict[str, Points]:
    rows = [(g, k, row) for g in groups if g.fact is None for k, row in enumerate(g.rows)]
    scores = reward.score([(row.dialogue, row.evidence, row.reply) for _, _, row in rows])
    points: dict[str, Points] = {"each rule": [], "rules": [], "support": [], "checkable": [], "preference": []}
    preference = {}
    for (group, k, row), score in zip(rows, scores):
        preference[id(group), k] = score.preference
        # at most three kept labels a row, so that rows that keep everything do not drown the rest
        known = [r for r, v in row.rules.items() if v == 0] + [r for r, v in row.rules.items() if v == 1][
            bucket(group.key, 7) :: 7
        ][:3]
        points["rules"] += [(group.key, float(score.rules[COLUMN[r]]), row.rules[r]) for r in known]
        points["each rule"] += [(r, float(score.rules[COLUMN[r]]), v) for r, v in row.rules.items()]
        for head, labels, logits in (
            ("support", row.support, score.support),
            ("checkable", row.checkable, score.checkable),
        ):
            points[head] += [
                (group.key, x, y) for y, x in zip(labels or [], logits) if y is not None and not np.isnan(x)
            ]
    for group in groups:
        for i, j in group.better:
            points["preference"].append((group.key, preference[id(group), i] - preference[id(group), j], 1))
    return points


def fit(points: Points, with_bias: bool) -> tuple[list[float], dict]:
    x, y = np.array([[p[1]] for p in points]), np.array([p[2] for p in points])
    side = np.array([bucket("half " + p[0], 2) for p in points])
    if not with_bias:  # comparisons: both orders, so that no bias can help
        x, y, side = np.concatenate([x, -x]), np.concatenate([y, 1 - y]), np.concatenate([side, side])
    trained = LogisticRegression(C=1e4, fit_intercept=with_bias).fit(x[side == 0], y[side == 0])
    chances = trained.predict_proba(x[side == 1])[:, 1]
    plain = 1 / (1 + np.exp(-x[side == 1, 0]))
    report = {
        "n": len(points),
        "ece": round(calibration_error(y[side == 1], chances), 3),
        "eceBefore": round(calibration_error(y[side == 1], plain), 3),
        "auc": round(auc(y[side == 1], chances), 3),
    }
    whole = LogisticRegression(C=1e4, fit_intercept=with_bias).fit(x, y)
    return [round(float(whole.coef_[0, 0]), 4), round(float(whole.intercept_[0]) if with_bias else 0.0, 4)], report


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> list[float]:
    def cost(scale: np.ndarray) -> float:
        z = logits * scale[0]
        return float(
            np.mean(np.log(np.exp(z - z.max(1, keepdims=True)).sum(1)) + z.max(1) - z[np.arange(len(z)), labels])
        )

    return [round(float(minimize(cost, [1.0], method="Nelder-Mead").x[0]), 4), 0.0]


def one_rule(rule: str, points: Points, calibration: list[float]) -> dict:
    """How the development rows of a rule lie, to choose its threshold by."""
    chances = {
        label: np.array(
            [1 / (1 + np.exp(-(calibration[0] * x + calibration[1]))) for r, x, y in points if r == rule and y == label]
        )
        for label in (0, 1)
    }
    labels = np.concatenate([np.zeros(len(chances[0])), np.ones(len(chances[1]))])
    low = [round(float(q), 3) for q in np.quantile(chances[1], [0.005, 0.02, 0.05])]
    high = [round(float(q), 3) for q in np.quantile(chances[0], [0.5, 0.8, 0.95])] if len(chances[0]) else []
    return {
        "kept": len(chances[1]),
        "broken": len(chances[0]),
        "auc": round(auc(labels, np.concatenate([chances[0], chances[1]])), 3),
        "keptLow": low,
        "brokenHigh": high,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--size", choices=list(ENTRIES), default="small")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    reward = Reward(args.models, args.threads, args.size)
    _, dev = load(args.data, args.seed)
    points = collect(
        reward,
        [
            g
            for name, groups in dev.items()
            if name not in ("nli", "conj", "qasc")
            for g in sample(groups, EACH, random.Random(7))
        ],
    )
    calibration, report = {}, {}
    each = points.pop("each rule")
    for head, found in points.items():
        calibration[head], report[head] = fit(found, head != "preference")
        if (
            report[head]["eceBefore"] <= LARGEST_ERROR < report[head]["ece"]
        ):  # fitting made it worse: the logits stay as they are
            calibration[head], report[head]["ece"] = [1.0, 0.0], report[head]["eceBefore"]
    logits = reward.facts([g.rows[0].dialogue for g in dev["fact"]])
    calibration["fact"] = fit_temperature(logits, np.array([g.fact for g in dev["fact"]]))
    path = args.models / "manifest.json"
    manifest = json.loads(path.read_text())
    for entry in manifest["models"]:
        if entry["id"] == ENTRIES[args.size]:
            entry["calibration"], entry["calibrationError"] = (
                calibration,
                {head: r["ece"] for head, r in report.items()},
            )
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    for rule in ALL_RULES:
        print(rule, json.dumps(one_rule(rule, each, calibration["rules"])))
    print(json.dumps({"calibration": calibration, "report": report}))


if __name__ == "__main__":
    main()
