"""python -m reward.judge --cited out/cited.jsonl --size large

How many of the statements that the agent cites are backed by what they are cited with, by a reward model that had no
part in the reply (bench/agent/agent-quality.ts --cited ran with the other size). Beside it, so that the judge itself
can be judged: the same statements over the evidence of another reply, which backs none of them."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from corpora.splits import read_jsonl

from .measure.metrics import share
from .measure.support_sets import ASK
from .runtime import ENTRIES, Reward
from .tasks.common import user

BACKED_FROM = 0.5


def backed(reward: Reward, rows: list[dict], evidence: list[str]) -> np.ndarray:
    scores = reward.score([(user(ASK), text, [row["statement"]]) for row, text in zip(rows, evidence)], rules=False)
    return reward.calibrated("support", [s.support[0] for s in scores]) >= BACKED_FROM


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cited", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--size", choices=list(ENTRIES), default="large")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    reward, rows = Reward(args.models, args.threads, args.size), read_jsonl(args.cited)
    sets: dict[tuple[int, str], list[dict]] = defaultdict(list)
    for row in rows:
        sets[row["candidates"], row["set"]].append(row)
        sets[row["candidates"], "all"].append(row)
    for (candidates, name), some in sets.items():
        own = [row["evidence"] for row in some]
        found = backed(reward, some, own)
        print(
            json.dumps(
                {
                    "candidates": candidates,
                    "set": name,
                    **share(found),
                    "of another reply": round(float(backed(reward, some, own[1:] + own[:1]).mean()), 3),
                }
            )
        )


if __name__ == "__main__":
    main()
