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

from .logistic import fit, logit

NAMES = ("judged", "read", "support")
COST = 4.0


def features(row: dict) -> list[float]:
    return [logit(row[name]) for name in NAMES]


def chance(row: dict, w: list[float]) -> float:
    return 1 / (1 + math.exp(-sum(a * b for a, b in zip([*features(row), 1.0], w))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[], help="other features, to see the thresholds on")
    args = parser.parse_args()
    read = lambda paths: [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]
    rows = read(args.features)
    w = fit([features(row) for row in rows], [row["right"] for row in rows], decay=0.02)
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
