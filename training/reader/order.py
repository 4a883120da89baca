"""The weights by which passages are put in order, for `order` in src/agent/settings.ts.

    python -m reader.order --features deno.jsonl mkdocs.jsonl --test hugo.jsonl

Rows come from `bench/agent/passages.ts --features`, of documents that training does not see. The order is by the
chance that a passage holds the key: a logistic regression on logit P(answers), ln(1 + place in the index), and the
share of the question's words that the passage and its title hold.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

from .logistic import fit, logit

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


def shares(lists: list[list[dict]], w: list[float]) -> str:
    first = third = 0
    lists = [rows for rows in lists if any(row["holds"] for row in rows)]
    for rows in lists:
        ranked = sorted(rows, key=lambda row: -sum(a * b for a, b in zip(features(row), w)))
        first += ranked[0]["holds"]
        third += any(row["holds"] for row in ranked[:3])
    return f"first {first / len(lists):.3f}, of three {third / len(lists):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    lists = read(args.features)
    rows = [row for rows in lists for row in rows]
    w = fit([features(row) for row in rows], [row["holds"] for row in rows], decay=0.001)
    print(json.dumps({name: round(float(v), 3) for name, v in zip(NAMES, w)}))
    for name, shown in (("fitted", lists), *((path.stem, read([path])) for path in args.test)):
        for order, weights in (("index", [0, -1, 0, 0]), ("reader", [1, 0, 0, 0]), ("together", w)):
            print(f"{name} n {len(shown)} {order}: {shares(shown, weights)}")


if __name__ == "__main__":
    main()
