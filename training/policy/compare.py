"""python -m policy.compare start=out/start.jsonl rloo=out/rloo.jsonl dpo=out/dpo.jsonl

Policies against the first one on the same prompts, each from the scored samples of its own (policy.join_scores): the
reward that RL went by, whether replies are right by the keys of policy.question_rows, which took no part in it, wrong
claims, and words. Differences are paired by prompt, with 95 % by resampling prompts."""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from corpora.answers import abstains
from corpora.splits import read_jsonl

from .question_rows import is_right
from .rewarded import judged, rewards

Row = dict[str, Any]


def by_prompt(rows: list[Row]) -> dict[str, Row]:
    return {json.dumps(row["turns"]): row for row in rows}


def reward_of_each(legs: dict[str, Row]) -> dict[str, float]:
    """The mean reward of each policy's samples of one prompt. Preference is centred among the samples of all of them,
    since among its own each policy would be as good as the next."""
    asks = next(iter(legs.values()))["factSeeking"] >= 0.5
    owners = [name for name, row in legs.items() for _ in row["samples"]]
    of_all = rewards([judged(one, asks) for row in legs.values() for one in row["samples"]])
    own = defaultdict(list)
    for name, reward in zip(owners, of_all):
        own[name].append(reward)
    return {name: fmean(values) for name, values in own.items()}


def share(row: Row, holds: Callable[[str], bool]) -> float:
    return fmean(holds(one["reply"]) for one in row["samples"])


def is_wrong(row: Row, reply: str) -> bool:
    """Something is claimed, and it is not what the passage says."""
    return "fits" not in row and not abstains(reply) and not is_right(row, reply)


def distinct(row: Row) -> float:
    return len({re.sub(r"\s+", " ", one["reply"]) for one in row["samples"]}) / len(row["samples"])


def figures(legs: dict[str, Row]) -> dict[str, dict[str, float]]:
    """By figure and policy, of one prompt."""
    each = lambda value: {name: value(row) for name, row in legs.items()}
    kind = "talk" if "fits" in next(iter(legs.values())) else None
    kind = kind or ("answerable" if next(iter(legs.values()))["answerable"] else "unanswerable")
    right = each(lambda row: share(row, lambda reply: is_right(row, reply)))
    made = {
        "reward": reward_of_each(legs),
        "right": right,
        f"right, {kind}": right,
        "words": each(lambda row: fmean(len(one["reply"].split()) for one in row["samples"])),
        "distinct": each(distinct),
    }
    if kind != "talk":
        made["wrong claims"] = each(lambda row: share(row, lambda reply: is_wrong(row, reply)))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("legs", nargs="+", help="NAME=SCORED.jsonl, the first to compare with")
    named = dict(one.split("=", 1) for one in parser.parse_args().legs)
    legs = {name: by_prompt(read_jsonl(Path(path))) for name, path in named.items()}
    prompts = [one for one in next(iter(legs.values())) if all(one in leg for leg in legs.values())]
    table: dict[str, list[dict[str, float]]] = defaultdict(list)
    for prompt in prompts:
        for name, values in figures({leg: rows[prompt] for leg, rows in legs.items()}).items():
            table[name].append(values)
    rng, first = np.random.default_rng(7), next(iter(legs))
    for name, rows in table.items():
        drawn = rng.integers(0, len(rows), (2000, len(rows)))
        for leg in legs:
            values = np.array([row[leg] for row in rows])
            apart = values - np.array([row[first] for row in rows])
            low, high = np.quantile(apart[drawn].mean(1), [0.025, 0.975])
            beside = "" if leg == first else f"  {apart.mean():+.3f} [{low:+.3f}, {high:+.3f}]"
            print(f"{name:22} n={len(rows):<4} {leg:10} {values.mean():.3f}{beside}")


if __name__ == "__main__":
    main()
