"""python -m policy.parity --rows build/policy/dev.jsonl [--adapter build/policy/adapter.pt]

Compares the exported graphs with the PyTorch policy on real prompts, at every position of the graph's own greedy
replies, and writes the fixture that the TypeScript test reads."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .base import find_gguf, read_base
from .engine import Engine
from .model import Policy, load_adapter
from .prompt import MODELS, Renderer, load_prompt, load_tokenizer


def prompts(path: Path, renderer: Renderer, count: int) -> list[list[int]]:
    rows = [json.loads(line)["turns"] for line in path.read_text().splitlines()]
    return [renderer.ask(turns[:-1], turns[-1]["participant"]) for turns in rows[:count]]


def compare(engine: Engine, policy: Policy, asked: list[list[int]], end: int, tokens: int) -> dict[str, float]:
    """Over all positions: the largest and mean error of a logit, how often the first token agrees, KL in nats."""
    errors, means, agree, divergence = [], [], [], []
    for prompt in asked:
        written = engine.write(prompt, end, tokens)
        ours = torch.from_numpy(np.stack(written.logits))
        ids = torch.tensor([prompt + written.ids])[:, : len(prompt) + len(ours) - 1]
        places = torch.zeros_like(ids, dtype=torch.bool)
        places[0, len(prompt) - 1 :] = True
        with torch.no_grad():
            wanted = policy(ids, places)
        errors.append((ours - wanted).abs().max().item())
        means.append((ours - wanted).abs().mean().item())
        agree += (ours.argmax(-1) == wanted.argmax(-1)).tolist()
        p, q = wanted.log_softmax(-1), ours.log_softmax(-1)
        divergence += (p.exp() * (p - q)).sum(-1).tolist()
    return {
        "prompts": len(asked),
        "positions": len(agree),
        "largestError": max(errors),
        "meanError": float(np.mean(means)),
        "sameFirstToken": float(np.mean(agree)),
        "meanDivergence": float(np.mean(divergence)),
    }


def fixture(engine: Engine, asked: list[list[int]], end: int, top: int = 8) -> list[dict]:
    """Prompts, a greedy reply of 8 tokens and the first logits at each of its positions."""
    made = []
    for prompt in asked:
        written = engine.write(prompt, end, tokens=8)
        order = [np.argsort(-row)[:top] for row in written.logits]
        made.append(
            {
                "ids": prompt,
                "reply": written.ids,
                "topIds": [o.tolist() for o in order],
                "topLogits": [[round(float(row[i]), 4) for i in o] for row, o in zip(written.logits, order)],
            }
        )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--adapter", type=Path, default=None)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--fixtures", type=Path, default=Path("../test/fixtures/parity"))
    parser.add_argument("--prompts", type=int, default=30)
    parser.add_argument("--tokens", type=int, default=24)
    parser.add_argument("--graphs", nargs="+", default=["cpu", "cuda"])
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    renderer = Renderer(load_tokenizer(arguments.models), load_prompt(arguments.models))
    policy = Policy(read_base(find_gguf())).eval()
    if arguments.adapter:
        load_adapter(policy, arguments.adapter)
    asked = prompts(arguments.rows, renderer, arguments.prompts)
    report = {}
    for name in arguments.graphs:
        engine = Engine(arguments.models / f"policy/policy.{name}.onnx")
        count = len(asked) if name == "cpu" else 4
        report[name] = compare(engine, policy, asked[:count], renderer.end, arguments.tokens)
        print(name, report[name], flush=True)
        if name == "cpu":
            rows = fixture(engine, sorted(asked, key=len)[:5], renderer.end)
            arguments.fixtures.mkdir(parents=True, exist_ok=True)
            (arguments.fixtures / "policy.json").write_text(json.dumps({"model": "smollm2-135m-dunnock", "rows": rows}))
        del engine
    print(json.dumps(report))


if __name__ == "__main__":
    main()
