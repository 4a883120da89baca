"""python -m reader.from_graph --models ../models --out out/reader0

Back from the exported reader to PyTorch's names, so that training can go on from the weights in models/ (--run).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from encoder.export_onnx import model_folder
from reward.from_graph import body_weights, dense_weights, tensors

from .export_onnx import GRAPH
from .model import open_reader
from .train import save

DENSE = ("answers.0", "answers.2", "right.0", "right.2", "where", "asks")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--out", type=Path, default=Path("out/reader0"))
    parser.add_argument("--encoder", type=Path, default=model_folder())
    args = parser.parse_args()
    reader, found = open_reader(args.encoder), tensors(args.models, GRAPH)
    state = {f"body.{k}": v for k, v in body_weights(found, len(reader.body.layers), reader.body.width).items()}
    state |= dense_weights(found, DENSE)
    given = {name: torch.from_numpy(np.array(value)) for name, value in state.items()}
    _, extra = reader.load_state_dict(given, strict=False)
    assert not extra, extra
    save(reader, args.out, {"from": GRAPH, "final": True})


if __name__ == "__main__":
    main()
