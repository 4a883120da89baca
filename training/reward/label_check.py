"""python -m reward.label_check --data ../shared/data --models ../models

What the exported graph makes of each task's own development rows, in the task's own labels: AUC of rules and of
support, share of comparisons in order. A figure below a half says that a label is read the wrong way round, an empty
one that a task has labels of one kind alone."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np

from corpora.splits import sample

from .measure.metrics import auc
from .mixture import load
from .runtime import Reward
from .tasks.common import ALL_RULES, Group

Labelled = list[tuple[int, float]]  # label, logit


def area(found: Labelled) -> dict:
    """Nothing where all labels are alike."""
    labels, scores = np.array([label for label, _ in found]), np.array([score for _, score in found])
    return (
        {"auc": round(auc(labels, scores), 3), "n": len(found)} if 0 < labels.sum() < len(labels) else {"n": len(found)}
    )


def measured(reward: Reward, groups: list[Group]) -> dict:
    scores = iter(reward.score([(row.dialogue, row.evidence, row.reply) for group in groups for row in group.rows]))
    rules, support, order = [], [], []
    for group in groups:
        told = [next(scores) for _ in group.rows]
        for row, score in zip(group.rows, told):
            rules += [(label, score.rules[ALL_RULES.index(rule)]) for rule, label in row.rules.items()]
            support += [
                (label, value)
                for label, value in zip(row.support or [], score.support)
                if label is not None and not np.isnan(value)
            ]
        order += [bool(told[a].preference > told[b].preference) for a, b in group.better]
    return {
        **({"rules": area(rules)} if rules else {}),
        **({"support": area(support)} if support else {}),
        **({"comparisons": {"inOrder": round(float(np.mean(order)), 3), "n": len(order)}} if order else {}),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--tasks", nargs="*", help="only these of the mixture, with - for a space")
    parser.add_argument("--groups", type=int, default=160, help="of each task at most")
    args = parser.parse_args()
    reward, (_, dev) = Reward(args.models), load(args.data, 7)
    for name, groups in dev.items():
        shown = not args.tasks or name.replace(" ", "-") in args.tasks
        if shown and name != "fact":
            print(
                json.dumps({"task": name, **measured(reward, sample(groups, args.groups, random.Random(3)))}),
                flush=True,
            )


if __name__ == "__main__":
    main()
