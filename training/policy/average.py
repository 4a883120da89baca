"""python -m policy.average --out build/policy/average.pt 1:second.pt 2:last.pt 1:quotes.pt

The weighted mean of adapters of one line of training: what one stage has forgotten, its neighbours still know.
"""

import argparse
from pathlib import Path

import torch


def average(weighted: list[tuple[float, dict[str, torch.Tensor]]]) -> dict[str, torch.Tensor]:
    total = sum(weight for weight, _ in weighted)
    return {key: sum(weight * state[key] for weight, state in weighted) / total for key in weighted[0][1]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("adapters", nargs="+", help="WEIGHT:FILE")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    parts = [one.split(":", 1) for one in arguments.adapters]
    torch.save(average([(float(weight), torch.load(path, weights_only=True)) for weight, path in parts]), arguments.out)


if __name__ == "__main__":
    main()
