"""python -m policy.smoothing --rows build/policy/train.jsonl [--adapter build/policy/adapter.pt] [--out smoothing.npz]

Reads a few dialogues with the PyTorch policy and writes the factors that fold.py divides the inputs of the products
by: with x the largest that an input was, and w the largest weight in its row, sqrt(x / w). Which dialogues are read
matters little: what is large is so in every text. Shares of each token's largest input, instead of x as it is, do
worse: the first token, whose inputs are the largest by far, is read by all that follow."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .base import Config, find_gguf, read_base
from .fold import FUSED
from .model import Policy, load_adapter
from .prompt import MODELS, Renderer, load_prompt, load_tokenizer


def largest_inputs(policy: Policy, rows: list[list[int]]) -> dict[str, Tensor]:
    """'{layer}.{product}' [K]: the largest magnitude of each input."""
    largest: dict[str, Tensor] = {}

    def watch(key: str):
        def hook(_, inputs: tuple[Tensor, ...]) -> None:
            x = inputs[0].detach().abs().flatten(0, -2).float().amax(0)
            largest[key] = torch.maximum(largest.get(key, x), x)

        return hook

    hooks = [
        getattr(block, parts[0]).register_forward_pre_hook(watch(f"{index}.{name}"))
        for index, block in enumerate(policy.blocks)
        for name, parts in FUSED.items()
    ]
    with torch.no_grad():
        for ids in rows:
            policy.hidden(torch.tensor([ids]))
    for hook in hooks:
        hook.remove()
    return largest


def by_column_of_v(c: Config, values: Tensor) -> Tensor:
    """[heads * head] -> [kv * head]: the heads of a group read the same columns of v."""
    return values.view(c.kv_heads, c.heads // c.kv_heads, c.head).amax(1).flatten()


def factors(policy: Policy, largest: dict[str, Tensor], power: float) -> dict[str, np.ndarray]:
    made = {}
    for key, x in largest.items():
        index, name = key.split(".")
        weight = torch.cat([getattr(policy.blocks[int(index)], part).weight for part in FUSED[name]]).abs().amax(0)
        if name == "o":
            x, weight = by_column_of_v(policy.config, x), by_column_of_v(policy.config, weight)
        factor = x.clamp_min(1e-5) ** power / weight.clamp_min(1e-5) ** (1 - power)
        made[key] = (factor / factor.mean()).clamp_min(1e-3).numpy().astype(np.float16)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--adapter", type=Path, default=None)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--power", type=float, default=0.5)
    parser.add_argument("--out", type=Path, default=Path("build/policy/smoothing.npz"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    renderer = Renderer(load_tokenizer(arguments.models), load_prompt(arguments.models))
    policy = Policy(read_base(find_gguf())).eval()
    if arguments.adapter:
        load_adapter(policy, arguments.adapter)
    lines = arguments.rows.read_text().splitlines()[: arguments.count]
    largest = largest_inputs(policy, [renderer.train(json.loads(line)["turns"])[0] for line in lines])
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(arguments.out, **factors(policy, largest, arguments.power))
    print(json.dumps({"rows": len(lines), "power": arguments.power, "out": str(arguments.out)}))


if __name__ == "__main__":
    main()
