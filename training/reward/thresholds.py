"""python -m reward.thresholds --data ../shared/data --models ../models [--write]

A threshold for each rule, from a stated cost: to block a reply that keeps the rule costs BLOCKED_WRONGLY times what
it costs to let one through that breaks it. Rows: the development split and the training part of the hand-written
pairs; the rule file's own examples must fall on their sides where some threshold puts them there. Prints, and with
--write edits rules/*.yaml."""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

import numpy as np

from corpora.splits import sample

from .calibrate import EACH, collect
from .mixture import load
from .rules import ROOT, rule_files
from .runtime import Reward
from .tasks.common import ALL_RULES, Group, user

BLOCKED_WRONGLY = 20.0
LIKE_USE = {
    "innocent",
    "plain facts",
    "candidates",
    "squad plain",
    "chat",
    "groups",
    "readmes",
    "clapnq",
    "small talk",
    "pairs",
    "templates",
    "documents",
    "persona",
    "robot",
    "evals",
    "spoiled",
    "aart",
    "diasafety",
    "convabuse",
    "edos",
    "sbic",
    "spans",
    "crows",
}
GRID = np.round(np.arange(0.04, 0.92, 0.02), 2)


def cost(threshold: float, kept: np.ndarray, broken: np.ndarray) -> float:
    return BLOCKED_WRONGLY * float(np.mean(kept < threshold)) + float(np.mean(broken >= threshold))


def chosen(kept: np.ndarray, broken: np.ndarray, examples: list[tuple[float, bool]]) -> dict:
    right = np.array([sum((p >= t) == keeps for p, keeps in examples) for t in GRID])
    costs = np.array([cost(t, kept, broken) for t in GRID])
    allowed = np.where(right == right.max())[0]
    lowest = costs[allowed].min()
    near = [int(i) for i in allowed if costs[i] <= lowest + 0.005]
    best = near[0]  # the lowest of a flat bottom: what no row tells apart had better pass
    t = float(GRID[best])
    return {
        "threshold": t,
        "examplesRight": f"{right[best]}/{len(examples)}",
        "cost": round(float(costs[best]), 3),
        "leastCost": round(float(costs.min()), 3),
        "keptBlocked": round(float(np.mean(kept < t)), 4),
        "brokenCaught": round(float(np.mean(broken < t)), 3),
        "n": [len(kept), len(broken)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    reward, rules = Reward(args.models), rule_files()
    train, dev = load(args.data, args.seed)
    written = {g.key: g for g in train["pairs"]}
    innocent = {
        g.key: g for g in [*train["innocent"], *train["plain facts"][:400]]
    }  # no rule may block these, so they count although training saw them
    groups: list[Group] = [
        *written.values(),
        *innocent.values(),
        *(g for name in LIKE_USE for g in sample(dev.get(name, []), EACH, random.Random(7))),
    ]
    points = collect(reward, groups)["each rule"]
    told = [(rule, e) for rule in rules for e in rule["examples"]]
    scores = reward.score([(user(e["user"]), "", [e["reply"]]) for _, e in told])
    own = {rule["id"]: [] for rule in rules}
    for (rule, e), score in zip(told, scores):
        own[rule["id"]].append(
            (float(reward.calibrated("rules", score.rules[ALL_RULES.index(rule["id"])])), bool(e["kept"]))
        )
    for rule in rules:
        name = rule["id"]
        by_label = [
            np.array(reward.calibrated("rules", [x for r, x, y in points if r == name and y == label]))
            for label in (1, 0)
        ]
        found = chosen(*by_label, own[name])
        print(name, json.dumps(found), [(round(p, 2), k) for p, k in own[name]])
        if args.write:
            file = ROOT / "rules" / f"{name}.yaml"
            file.write_text(re.sub(r"(?m)^threshold: .*$", f"threshold: {found['threshold']}", file.read_text()))


if __name__ == "__main__":
    main()
