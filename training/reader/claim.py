"""The weights of P(a reply answers rightly), for `claim` in src/agent/settings.ts, from candidates of the whole agent.

    python -m reader.claim --features features.jsonl

Rows come from `npm run bench:answers -- --features`: documents that training does not see. Prints the weights, and for
each threshold how often the best candidate is claimed and right, with the gain at the stated cost: a wrong claim costs
four missed ones.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import torch

NAMES = ("judged", "read", "support")
COST = 4.0


def logit(p: float | None) -> float:
    inside = min(1 - 1e-4, max(1e-4, 0.5 if p is None else p))
    return math.log(inside / (1 - inside))


def fit(rows: list[dict], decay: float = 0.02) -> list[float]:
    x = torch.tensor([[logit(row[name]) for name in NAMES] + [1.0] for row in rows])
    y = torch.tensor([float(row["right"]) for row in rows])
    w = torch.zeros(x.shape[1], requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=200)

    def closure() -> torch.Tensor:
        opt.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y) + decay * (w[:-1] ** 2).sum()
        loss.backward()
        return loss

    opt.step(closure)
    return w.tolist()


def chance(row: dict, w: list[float]) -> float:
    return 1 / (1 + math.exp(-sum(a * b for a, b in zip([logit(row[name]) for name in NAMES] + [1.0], w))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[], help="other features, to see the thresholds on")
    args = parser.parse_args()
    read = lambda paths: [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]
    rows = read(args.features)
    w = fit(rows)
    print(json.dumps({"claim": dict(zip((*NAMES, "bias"), [round(v, 3) for v in w])), "candidates": len(rows)}))
    for name, shown in (("fitted", rows), ("test", read(args.test))):
        best: dict[str, dict] = {}
        some: dict[str, bool] = defaultdict(bool)
        for row in shown:
            some[row["id"]] |= row["right"]
            if row["id"] not in best or chance(row, w) > chance(best[row["id"]], w):
                best[row["id"]] = row
        if not best:
            continue
        n = len(best)
        print(
            f"{name}: n {n}, some candidate right {sum(some.values()) / n:.3f}, "
            f"best first {sum(row['right'] for row in best.values()) / n:.3f}"
        )
        for threshold in (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
            claimed = [row for row in best.values() if chance(row, w) >= threshold]
            right = sum(row["right"] for row in claimed)
            print(
                f"  {threshold:.2f}: right {right / n:.3f} wrong {(len(claimed) - right) / n:.3f} "
                f"gain {(right - COST * (len(claimed) - right)) / n:+.3f}"
            )


if __name__ == "__main__":
    main()
