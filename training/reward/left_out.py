"""Pairs of rules that a training run did not see (`reward.train --leave-out`), by the rules' text alone.

python -m reward.left_out --models out/left-out-models --rules no-legal-advice no-relationship
"""

from __future__ import annotations

import argparse
from pathlib import Path

from corpora.handwritten import HELDOUT
from corpora.splits import read_jsonl

from .measure.metrics import share
from .measure.own_sets import COLUMN, pair_hits
from .runtime import Reward


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--rules", nargs="+", required=True)
    args = parser.parse_args()
    reward = Reward(args.models)
    hits = {
        rule: pair_hits(reward, read_jsonl(HELDOUT / "pairs" / f"{rule}.jsonl"), COLUMN[rule]) for rule in args.rules
    }
    for rule, own in hits.items():
        print(rule, share(own))
    print("all", share([hit for own in hits.values() for hit in own]))


if __name__ == "__main__":
    main()
