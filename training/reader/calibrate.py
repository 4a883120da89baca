"""python -m reader.calibrate --run out/reader --rows out/reader --models ../models

Scale and bias of each head, fitted on documents that training does not see, written into the reader's entry of the
manifest.
Prints the figures of these rows: how often the passage put first answers, the AUC of each head.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import torch

from encoder.export_onnx import model_folder
from reward.render import Packer

from .logistic import fit
from .train import open_reader, read_rows, score


def fitted(pairs: list[tuple[float, float]]) -> list[float]:
    """Scale and bias of a logistic regression on one logit (Platt 1999)."""
    return [round(v, 4) for v in fit([[x] for x, _ in pairs], [y for _, y in pairs])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True, help="what reader.data wrote")
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--encoder", type=Path, default=model_folder())
    parser.add_argument("--questions", type=int, default=120)
    args = parser.parse_args()
    torch.set_num_threads(2)
    packer = Packer(args.encoder / "tokenizer.json")
    reader = open_reader(args.encoder, run=args.run)
    groups = read_rows(args.rows / "dev.jsonl")
    ids = random.Random(2).sample(sorted(groups), min(len(groups), args.questions))
    rows = [row for i in ids for row in groups[i] if row["label"] is not None]
    pairs: dict[str, list[tuple[float, float]]] = {"answers": [], "right": [], "where": []}
    for row, (heads, where) in zip(rows, score(reader, packer, rows)):
        head = {"passage": "answers", "reply": "right"}[row["kind"]]
        pairs[head].append((heads[head], float(row["label"])))
        if row["kind"] == "passage" and row["label"] == 1:
            pairs["where"] += [(value, float(gold)) for value, gold in zip(where, row["gold"]) if value > -20]
    # No talk is held apart: what the last head says of it is taken as it is.
    calibration = {**{head: fitted(found) for head, found in pairs.items()}, "asks": [1.0, 0.0]}
    path = args.models / "manifest.json"
    manifest = json.loads(path.read_text())
    for model in manifest["models"]:
        if model["kind"] == "reader":
            model["calibration"] = calibration
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps({"calibration": calibration, "rows": {head: len(found) for head, found in pairs.items()}}))


if __name__ == "__main__":
    main()
