"""python -m shared.average out/one.pt out/other.pt [--shares 3 1] --out out/mean.pt

The mean of weights that were trained from one start, name by name (Wortsman et al. 2022, "Model soups"): adapters
(.pt) or whole networks (.safetensors)."""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def mean(states: list[dict[str, torch.Tensor]], shares: list[float] | None = None) -> dict[str, torch.Tensor]:
    """shares: of each, of whatever sum; equal ones where none are given"""
    assert all(state.keys() == states[0].keys() for state in states), "weights of different networks"
    shares = shares or [1.0] * len(states)
    return {
        name: sum(state[name] * share for state, share in zip(states, shares, strict=True)) / sum(shares)
        for name in states[0]
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--shares", type=float, nargs="+", help="of each file; equal without")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    if arguments.out.suffix == ".pt":
        torch.save(
            mean([torch.load(file, weights_only=True) for file in arguments.files], arguments.shares), arguments.out
        )
    else:
        save_file(mean([load_file(file) for file in arguments.files], arguments.shares), arguments.out)


if __name__ == "__main__":
    main()
