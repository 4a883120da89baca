"""python -m policy.sft --rows build/policy/train.jsonl --out build/policy/adapter.pt --minutes 50

Supervised training of a rank-16 adapter on all seven matrices of each layer; the base stays as it is. Loss on the
last turn of a row only. The learning rate falls to nothing over the rows or over --minutes, whichever ends first, and
a checkpoint is written every four minutes, so that a run which is stopped early still leaves a usable adapter."""

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from shared.processor import FAST

from .base import find_gguf, read_base
from .model import Policy, adapter_state, load_adapter
from .prompt import Renderer, load_prompt, load_tokenizer

Example = tuple[list[int], int]


def load_examples(path: Path) -> list[Example]:
    renderer = Renderer(load_tokenizer(), load_prompt())
    return [renderer.train(json.loads(line)["turns"]) for line in path.read_text().splitlines()]


def batches(examples: list[Example], rng: random.Random, rows: int) -> list[list[Example]]:
    """Rows in an order of chance, sorted by length within pools of 16 batches so that little is padded."""
    order = list(examples)
    rng.shuffle(order)
    made = []
    for at in range(0, len(order), rows * 16):
        pool = sorted(order[at : at + rows * 16], key=lambda example: len(example[0]))
        made += [pool[i : i + rows] for i in range(0, len(pool), rows)]
    rng.shuffle(made)
    return made


def in_parts(batch: list[Example], tokens: int = 800) -> list[list[Example]]:
    """Parts of at most so many padded tokens: memory stays under 3 GB, and what a part needs near the processor."""
    parts: list[list[Example]] = []
    for example in sorted(batch, key=lambda one: len(one[0])):
        if parts and len(example[0]) * (len(parts[-1]) + 1) <= tokens:
            parts[-1].append(example)
        else:
            parts.append([example])
    return parts


def shared_length(examples: list[Example]) -> int:
    """How many tokens all rows begin with: the preamble, which is then read once a batch."""
    rows = [ids for ids, _ in examples]
    return next(i for i in range(len(rows[0])) if any(ids[i] != rows[0][i] for ids in rows))


def loss_of(policy: Policy, batch: list[Example], pad: int, shared: int = 0) -> torch.Tensor:
    """Sum of the losses of the tokens to learn."""
    width = max(len(ids) for ids, _ in batch)
    ids = torch.full((len(batch), width), pad)
    places = torch.zeros((len(batch), width), dtype=torch.bool)
    for row, (tokens, start) in enumerate(batch):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        places[row, start - 1 : len(tokens) - 1] = True  # the place before a token predicts it
    labels = ids[:, 1:][places[:, :-1]]
    return F.cross_entropy(policy(ids[:, :-1], places[:, shared:-1], shared), labels, reduction="sum")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/policy/adapter.pt"))
    parser.add_argument("--start", type=Path, default=None, help="an adapter to go on from")
    parser.add_argument("--gguf", type=Path, default=None)
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    rng = random.Random(arguments.seed)

    examples = load_examples(arguments.rows)
    shared = shared_length(examples)
    policy = Policy(read_base(arguments.gguf or find_gguf()), rank=arguments.rank).freeze_in(FAST)
    if arguments.start:
        load_adapter(policy, arguments.start)
    optimizer = torch.optim.AdamW(policy.parameters(), lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.01)
    steps = [batch for _ in range(arguments.epochs) for batch in batches(examples, rng, arguments.batch)]
    began = saved = time.time()
    seen, recent, step = 0, [], 0
    for step, batch in enumerate(steps):
        minutes = (time.time() - began) / 60
        progress = max(step / len(steps), minutes / arguments.minutes)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * min(1.0, (step + 1) / 12) * max(0.02, 1 - progress)
        total, labels = 0.0, sum(len(ids) - start for ids, start in batch)
        for part in in_parts(batch):
            loss = loss_of(policy, part, policy.config.vocabulary - 1, shared) / labels
            loss.backward()
            total += loss.item()
        torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += sum(len(ids) for ids, _ in batch)
        recent = [*recent[-19:], total]
        if step % 5 == 0:
            speed = seen / (time.time() - began)
            print(f"step {step}/{len(steps)} loss {sum(recent) / len(recent):.3f} {speed:.0f} tokens/s", flush=True)
        if time.time() - saved > 240:
            torch.save(adapter_state(policy), arguments.out)
            saved = time.time()
    torch.save(adapter_state(policy), arguments.out)
    meta = {
        "rows": len(examples),
        "steps": step + 1,
        "tokens": seen,
        "loss": sum(recent) / max(1, len(recent)),
        "minutes": round((time.time() - began) / 60, 1),
        "rate": arguments.rate,
        "rank": arguments.rank,
        "seed": arguments.seed,
    }
    arguments.out.with_suffix(".json").write_text(json.dumps(meta))
    print(json.dumps(meta))


if __name__ == "__main__":
    main()
