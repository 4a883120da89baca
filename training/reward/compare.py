"""python -m reward.compare --run ../runs/reward --data ../shared/data

What int8 costs: the same measures from PyTorch in fp32 and from the exported graph; writes models/reward/int8.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from encoder.export_onnx import model_folder

from .measure import fact_sets, preference_sets, rule_sets, support_sets
from .parity import load_run, torch_outputs
from .render import Packed
from .runtime import ENTRIES, FOLDERS, Reward
from .tasks.common import HATE


class Exact(Reward):
    """The rewards in fp32 behind the same door."""

    def __init__(self, models: Path, size: str, run: Path, encoder: Path) -> None:
        self.model = load_run(run, encoder)
        super().__init__(models, size=size)

    def run(self, rows: list[Packed], queries: np.ndarray) -> dict[str, np.ndarray]:
        return torch_outputs(self.model, rows, torch.from_numpy(np.ascontiguousarray(queries)))


def measures(reward: Reward, data: Path) -> dict[str, float]:
    return {
        "FEVER-Symmetric AUC": support_sets.measured(reward, support_sets.fever_symmetric(data))["auc"],
        "BEGIN wow AUC": support_sets.measured(reward, support_sets.begin(data))["auc"],
        "rule examples AUC": rule_sets.rule_examples(reward)["auc"],
        "ConvAbuse AUC": rule_sets.measured(reward, rule_sets.convabuse_test(data), HATE)["auc"],
        "HH accuracy": preference_sets.hh(reward, data, each=30)["all"]["share"],
        "fact-seeking macro F1": fact_sets.held(reward)["macroF1"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("../runs/reward"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--size", choices=list(ENTRIES), default="small")
    parser.add_argument("--encoder", type=Path, default=model_folder())
    args = parser.parse_args()
    torch.set_num_threads(1)
    int8, exact = (
        measures(reward, args.data)
        for reward in (Reward(args.models, size=args.size), Exact(args.models, args.size, args.run, args.encoder))
    )
    found = {name: {"fp32": exact[name], "int8": int8[name]} for name in int8}
    (args.models / FOLDERS[args.size] / "int8.json").write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
