"""BEGIN (Dziri et al. 2022) and Q2 (Honovich et al. 2021): replies attributable to their knowledge, or not, or
generic."""

import random
from pathlib import Path

from corpora.splits import read_csv

from .common import Group, Row, one, user

FILES = ("begin_test_wow.tsv", "begin_dev_cmu.tsv", "begin_dev_tc.tsv")


def load(data: Path, rng: random.Random) -> list[Group]:
    return [g for name in FILES for g in read(data / "fact-train/BEGIN-dataset" / name)]


def read(path: Path) -> list[Group]:
    groups = []
    for item in read_csv(path, "\t"):
        label = item["begin_label"].lower()
        generic = label.startswith("generic")
        support = None if generic else int(label.startswith("fully"))
        row = Row(
            user(item["message"][:300]),
            [item["response"]],
            item["knowledge"][:800],
            {},
            [support],
            [0 if generic else 1],
        )
        groups.append(one("begin " + item["knowledge"][:80], row))
    return groups


def load_q2(data: Path, rng: random.Random) -> list[Group]:
    """The file marks with 1 what is not consistent."""
    groups = []
    for item in read_csv(data / "fact-train/q-squared/cross_annotation.csv"):
        for system in ("dodeca", "memnet"):
            label = item[f"{system}_label"]
            if label in ("0", "1", "0.0", "1.0"):
                row = Row(
                    user(item["message"][:300]),
                    [item[f"{system}_response"]],
                    item["knowledge"][:800],
                    {},
                    [1 - int(float(label))],
                    None,
                )
                groups.append(one("begin " + item["knowledge"][:80], row))
    return groups
