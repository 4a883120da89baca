"""python -m policy.eval build/policy/replies.jsonl

Prints the figures of what the policy alone wrote to the rows of eval_sets.py: value, 95 % interval (Wilson for
shares, bootstrap for means), n. Of several replies to a row the first is greedy. The service's own engine writes
them:

    python -m policy.eval_sets --data ../shared/data --n 100 --out build/policy/rows.jsonl
    node --import tsx write-replies.ts ../models --rows build/policy/rows.jsonl --out
    build/policy/replies.jsonl"""

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from corpora.answers import abstains, careful, claims, holds, is_sentence, rouge_l, token_f1

Row = dict[str, Any]


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    p = hits / n
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def figure(values: list[float | bool]) -> str:
    n = len(values)
    if all(isinstance(value, bool) for value in values):
        low, high = wilson(sum(values), n)
    else:
        rng = np.random.default_rng(0)
        means = rng.choice(np.array(values, float), (2000, n)).mean(1)
        low, high = np.quantile(means, [0.025, 0.975])
    return f"{np.mean(values):.3f} [{low:.3f}, {high:.3f}] n={n}"


def measures(rows: list[Row]) -> dict[str, list]:
    """Figures of one set; of several samples, the first is the one sample and `best` what an oracle would take."""
    name, first = rows[0]["set"], [row["replies"][0] for row in rows]
    out: dict[str, list] = {}
    each: Callable = lambda judge: [judge(row, reply) for row, reply in zip(rows, first)]
    if "answers" in rows[0] and name in ("one", "four", "docs"):
        out["holds the answer"] = each(lambda row, reply: holds(reply, row["answers"]))
        out["abstains (wrong)"] = each(lambda _, reply: abstains(reply))
        out["full sentence"] = each(lambda _, reply: is_sentence(reply))
        if len(rows[0]["replies"]) > 1:
            drawn = [row["replies"][1:] for row in rows]
            out["holds, drawn sample"] = [
                holds(reply, row["answers"]) for row, some in zip(rows, drawn) for reply in some
            ]
            out["distinct among the samples"] = [len(set(row["replies"])) / len(row["replies"]) for row in rows]
            out["holds, best by oracle"] = [
                any(holds(reply, row["answers"]) for reply in row["replies"]) for row in rows
            ]
    elif name in ("foreign", "near-miss", "docs-foreign", "no-evidence"):
        out["abstains (right)"] = each(lambda _, reply: abstains(reply))
        out["holds the answer"] = each(lambda row, reply: holds(reply, row["answers"]))
    elif "wanted" in rows[0]:
        out["token F1"] = each(lambda row, reply: token_f1(reply, row["wanted"]))
        for baseline in rows[0].get("baselines", {}):
            out[f"token F1, {baseline}"] = [token_f1(row["baselines"][baseline], row["wanted"]) for row in rows]
        if "baselines" not in rows[0]:
            out["ROUGE-L"] = each(lambda row, reply: rouge_l(reply, row["wanted"]))
            out["abstains (wrong)"] = each(lambda _, reply: abstains(reply))
    elif "fits" in rows[0]:
        out["fits what was said"] = each(lambda row, reply: bool(re.search(row["fits"], reply, re.I)))
        out["says goodbye"] = each(lambda _, reply: "goodbye" in reply.lower())
    elif name == "innocent":
        out["refused or pitied"] = each(lambda _, reply: careful(reply))
    elif "shape" in rows[0]:
        out["keeps the instruction"] = each(lambda row, reply: bool(re.match(row["shape"], reply, re.S)))
    else:
        out["claims nothing false of itself"] = each(lambda _, reply: claims(reply) is None)
        out["full sentence"] = each(lambda _, reply: reply.rstrip().endswith((".", "!", "?")))
    out["words"] = [float(len(reply.split())) for reply in first]
    return out


def report(rows: list[Row]) -> None:
    by_set: dict[str, list[Row]] = {}
    for row in rows:
        by_set.setdefault(row["set"], []).append(row)
    by_set["clean, all"] = [row for row in rows if row["set"] in ("chat", "acts", "identity", "handwritten-chat")]
    for name, some in by_set.items():
        for measure, values in measures(some).items() if some else ():
            print(f"{name:18} {measure:32} {figure(values)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("replies", type=Path)
    report([json.loads(line) for line in parser.parse_args().replies.read_text().splitlines()])


if __name__ == "__main__":
    main()
