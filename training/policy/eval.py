"""python -m policy.eval --data ../shared/data --models ../models --out build/policy/eval.jsonl [--sets one four] [--n 150] [--samples 8]

Writes a reply (with --samples, several: the first greedy) to each row of eval_sets.py with the exported int8 graph and the
service's sampling, and prints a figure a set: value, 95 % interval (Wilson for shares, bootstrap for means), n. With
--read it only prints the figures of replies that are written already.
"""

import argparse
import json
import random
import re
import time
from pathlib import Path
from typing import Any, Callable

import numpy as np

from .engine import Engine
from .eval_sets import all_sets
from .prompt import MODELS, Renderer, load_prompt, load_tokenizer
from .rules import abstains, claims, holds, is_sentence, rouge_l, token_f1
from .sampling import Sampler

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
            out["holds, drawn sample"] = [holds(reply, row["answers"]) for row, some in zip(rows, drawn) for reply in some]
            out["holds, best by oracle"] = [any(holds(reply, row["answers"]) for reply in row["replies"]) for row in rows]
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
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--out", type=Path, default=Path("build/policy/eval.jsonl"))
    parser.add_argument("--sets", nargs="+", default=None)
    parser.add_argument("--n", type=int, default=150)
    parser.add_argument("--samples", type=int, default=1)
    parser.add_argument("--read", action="store_true")
    arguments = parser.parse_args()
    if not arguments.read:
        tokenizer = load_tokenizer(arguments.models)
        sampler = Sampler(Engine(arguments.models / "policy/policy.cpu.onnx"), Renderer(tokenizer, load_prompt(arguments.models)), tokenizer.decode)
        rows = [row for row in all_sets(arguments.data, arguments.n) if arguments.sets is None or row["set"] in arguments.sets]
        random.Random(0).shuffle(rows)
        began = time.time()
        with arguments.out.open("w") as file:
            for at, row in enumerate(rows):
                query = row["writes"] == "search-query"
                count = arguments.samples if "answers" in row else 1
                row["replies"] = sampler.write(row["turns"], row["writes"], n=count, tokens=24 if query else 64, seed=at)
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                file.flush()
        print(json.dumps({"rows": len(rows), "seconds": round(time.time() - began)}))
    report([json.loads(line) for line in arguments.out.read_text().splitlines()])


if __name__ == "__main__":
    main()
