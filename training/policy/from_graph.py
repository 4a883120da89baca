"""python -m policy.from_graph --models ../models --out build/policy/shipped.pt

Back from models/policy/adapter.bin to PyTorch's names, so that training can go on from the adapter that is shipped
(--start of policy.sft and policy.prefer). Its float16 halves are all that was lost."""

import argparse
import re
from pathlib import Path

import numpy as np
import onnx
import torch

NAME = re.compile(r"raw\.layer\.(\d+)\.(?:\w+\.)?(\w+)\.([ab])")


def adapter(folder: Path) -> dict[str, torch.Tensor]:
    """'{layer}.{matrix}.a' [r, K] and '{layer}.{matrix}.b' [N, r], as policy.model.adapter_state gives them."""
    state, stored = {}, (folder / "adapter.bin").read_bytes()
    for tensor in onnx.load(str(folder / "fold.cpu.onnx"), load_external_data=False).graph.initializer:
        where = {entry.key: entry.value for entry in tensor.external_data}
        if where.get("location") != "adapter.bin":
            continue
        layer, matrix, half = NAME.fullmatch(tensor.name).groups()
        values = np.frombuffer(stored, np.float16, int(where["length"]) // 2, int(where["offset"]))
        state[f"{layer}.{matrix}.{half}"] = torch.from_numpy(values.reshape(tensor.dims).astype(np.float32))
    return state


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.save(adapter(arguments.models / "policy"), arguments.out)


if __name__ == "__main__":
    main()
