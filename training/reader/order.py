"""The weights by which passages are put in order, for `order` in src/agent/settings.ts.

    python -m reader.order --features deno.jsonl mkdocs.jsonl --test hugo.jsonl

Rows come from `bench/agent/passages.ts --features`, of documents that training does not see. The order is by the
chance that a passage holds the key: a logistic regression on logit P(answers), ln(1 + place in the index), and the share
of the question's words that the passage and its title hold.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import torch

from .claim import logit

NAMES = ("answers", "place", "covered", "titled", "bias")


def read(paths: list[Path]) -> list[list[dict]]:
    lists: dict[str, list[dict]] = defaultdict(list)
    for path in paths:
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            lists[f"{path.stem} {row['id']}"].append(row)
    return list(lists.values())


def features(row: dict) -> list[float]:
    return [logit(row["answers"]), math.log1p(row["place"]), row["covered"], row["titled"]]


def fit(lists: list[list[dict]], decay: float = 0.001) -> torch.Tensor:
    """Weights of the features, then a bias."""
    rows = [row for rows in lists for row in rows]
    x = torch.tensor([[*features(row), 1.0] for row in rows])
    y = torch.tensor([float(row["holds"]) for row in rows])
    w = torch.tensor([1.0, 0.0, 0.0, 0.0, 0.0], requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=200)

    def closure() -> torch.Tensor:
        opt.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y) + decay * (w[:-1] ** 2).sum()
        loss.backward()
        return loss

    opt.step(closure)
    return w.detach()


def shares(lists: list[list[dict]], w: torch.Tensor) -> str:
    first = third = 0
    lists = [rows for rows in lists if any(row["holds"] for row in rows)]
    for rows in lists:
        ranked = sorted(rows, key=lambda row: -float(torch.tensor(features(row)) @ w[:4]))
        first += ranked[0]["holds"]
        third += any(row["holds"] for row in ranked[:3])
    return f"first {first / len(lists):.3f}, of three {third / len(lists):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    lists = read(args.features)
    w = fit(lists)
    print(json.dumps({name: round(float(v), 3) for name, v in zip(NAMES, w)}))
    for name, shown in (("fitted", lists), *((path.stem, read([path])) for path in args.test)):
        for order, weights in (("index", [0, -1, 0, 0]), ("reader", [1, 0, 0, 0]), ("together", w.tolist())):
            print(f"{name} n {len(shown)} {order}: {shares(shown, torch.tensor(weights, dtype=torch.float))}")


if __name__ == "__main__":
    main()
