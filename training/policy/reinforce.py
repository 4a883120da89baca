"""python -m policy.reinforce --samples out/scored.jsonl --start build/policy/policy.pt --out build/policy/rl.pt
    [--way rloo | a2c] [--reference build/policy/policy.pt]

One round of RL on samples of the policy as it stands, which the service's own engine drew and its reward models scored:
training/recipes/reinforce.sh draws, scores and calls this, round after round. Adapters alone are trained. A row is
{ turns, samples: [{ reply, preference, rules, support?, answers? }], factSeeking }.

- rloo: the other samples of the prompt are the baseline;
- a2c: a value head is, as in Sparrow; it is kept beside the adapter (--value).

The pull to the start is the KL to --reference in nats a reply, over the whole vocabulary at each token of the samples,
in fp32. A round stops before the step at which it passes --most-kl. A line a step is written to --curve."""

import argparse
import json
import random
import time
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from torch import Tensor

from corpora.sources import agent
from shared.processor import FAST

from .advantage import ValueHead, leave_one_out, with_value
from .base import find_gguf, read_base
from .likelihoods import kl_of, log_probabilities, of_tokens, read_replies
from .model import Policy, adapter_state, load_adapter
from .prompt import Renderer, load_prompt, load_tokenizer
from .rewarded import judged, rewards
from .sft import Example

KL, CLIP, VALUE = 0.1, 0.2, 0.5  # weight of the pull; how far a ratio may go; weight of the critic's loss

Before = list[tuple[Tensor, Tensor]]  # of each sample: old log-probabilities [T], states of the reference [T, width]
Loss = tuple[Tensor, float]
Row = tuple[list[Example], list[float]]


def sample_loss(own: Tensor, old: Tensor, advantage: Tensor) -> Tensor:
    """Clipped policy gradient, summed over tokens; log-probabilities [T], advantage [T] or one for all."""
    ratio = (own - old).exp()
    return -torch.minimum(ratio * advantage, ratio.clamp(1 - CLIP, 1 + CLIP) * advantage).sum()


def prompt_loss(policy: Policy, samples: list[Example], scores: list[float], before: Before, value: Any = None) -> Loss:
    """The mean loss of the samples of a prompt, and their mean KL to the reference in nats a reply."""
    advantages = leave_one_out(torch.tensor(scores))
    losses, drifts = [], []
    for reply, states, score, (old, reference), advantage in zip(
        samples, read_replies(policy, samples), scores, before, advantages
    ):
        own, critic = log_probabilities(policy, states), torch.zeros(())
        if value is not None:
            advantage, critic = with_value(value(states), score)
        drift = kl_of(own, log_probabilities(policy, reference))
        losses.append(sample_loss(of_tokens(own, reply), old, advantage) + KL * drift + VALUE * critic * len(old))
        drifts.append(drift.item())
    # One length for all samples of a prompt: divided by its own, a long bad one would be punished less a token.
    return torch.stack(losses).sum() / sum(len(old) for old, _ in before), fmean(drifts)


def look_back(policy: Policy, rows: list[Row], old: Path, reference: Path) -> list[Before]:
    """Of all samples, what --start made of their tokens and the states of --reference, without gradients."""
    with torch.no_grad():
        load_adapter(policy, reference)
        states = [read_replies(policy, samples) for samples, _ in rows]
        load_adapter(policy, old)
        own = states if old == reference else [read_replies(policy, samples) for samples, _ in rows]
        return [
            [(of_tokens(log_probabilities(policy, mine), reply), theirs) for reply, mine, theirs in zip(samples, *both)]
            for (samples, _), *both in zip(rows, own, states)
        ]


def of_all_rounds(paths: list[Path]) -> list[dict[str, Any]]:
    """Rows of scored samples; those of one prompt, whatever round they are from, stand in one row."""
    rows: dict[str, dict[str, Any]] = {}
    for row in (json.loads(line) for path in paths for line in path.read_text().splitlines()):
        known = rows.setdefault(json.dumps(row["turns"]), {**row, "samples": []})
        known["samples"] += row["samples"]
    return list(rows.values())


def read_rows(paths: list[Path]) -> list[Row]:
    renderer, rows = Renderer(load_tokenizer(), load_prompt()), []
    for row in of_all_rounds(paths):
        samples = [judged(one, row["factSeeking"] >= 0.5) for one in row["samples"]]
        if len({one.text for one in samples}) < 2:
            continue  # nothing to prefer
        rows.append(([renderer.train([*row["turns"], agent(one.text)]) for one in samples], rewards(samples)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="the adapter that drew the samples")
    parser.add_argument("--reference", type=Path, default=None, help="where RL began; else the start")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--way", choices=["rloo", "a2c"], default="rloo")
    parser.add_argument("--value", type=Path, default=None, help="the value head, read and written")
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--batch", type=int, default=4, help="prompts a step")
    parser.add_argument("--most-kl", type=float, default=0.5)
    parser.add_argument("--curve", type=Path, default=None)
    parser.add_argument("--gguf", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rows = read_rows([arguments.samples])
    random.Random(arguments.seed).shuffle(rows)
    policy = Policy(read_base(arguments.gguf or find_gguf())).freeze_in(FAST)
    before = look_back(policy, rows, arguments.start, arguments.reference or arguments.start)
    value = ValueHead(policy.config.width) if arguments.way == "a2c" else None
    if value is not None and arguments.value and arguments.value.exists():
        value.load_state_dict(torch.load(arguments.value, weights_only=True))
    trained = [*policy.parameters(), *(value.parameters() if value else ())]
    optimizer = torch.optim.AdamW(trained, lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.0)
    began, curve = time.time(), []
    for at in range(0, len(rows), arguments.batch):
        some = range(at, min(at + arguments.batch, len(rows)))
        drifts = []
        for i in some:
            loss, drift = prompt_loss(policy, rows[i][0], rows[i][1], before[i], value)
            (loss / len(some)).backward()
            drifts.append(drift)
        if fmean(drifts) > arguments.most_kl:
            break
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step = {"prompts": some.stop, "kl": fmean(drifts), "reward": fmean(fmean(rows[i][1]) for i in some)}
        curve.append(step)
        print(json.dumps(step), flush=True)
    torch.save(adapter_state(policy), arguments.out)
    if value is not None and arguments.value:
        torch.save(value.state_dict(), arguments.value)
    if arguments.curve:
        with arguments.curve.open("a") as file:
            file.writelines(f"{json.dumps({'way': arguments.way, **step})}\n" for step in curve)
    minutes = round((time.time() - began) / 60, 1)
    print(json.dumps({"way": arguments.way, "prompts": len(rows), "steps": len(curve), "minutes": minutes}))


if __name__ == "__main__":
    main()
