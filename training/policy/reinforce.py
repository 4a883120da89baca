"""python -m policy.reinforce --samples out/scored.jsonl --start build/policy/policy.pt --out build/policy/rl.pt
    [--way rloo | a2c] [--reference build/policy/policy.pt]

One round of RL on samples of the policy as it stands, which the service's own engine drew and its reward models scored:
training/recipes/reinforce.sh draws, scores and calls this, round after round. Adapters alone are trained. A row is
{ turns, samples: [{ reply, preference, rules, support?, answers? }], factSeeking }.

- rloo: the other samples of the prompt are the baseline;
- a2c: a value head is, as in Sparrow; it is kept beside the adapter (--value).

The pull to the start is the KL to --reference, estimated from the samples by log ratios in fp32 (k3: never below zero),
and a round stops where it passes --most-kl nats a reply. A line a step is written to --curve."""

import argparse
import json
import random
import time
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from corpora.sources import agent
from shared.processor import FAST

from .advantage import ValueHead, leave_one_out, with_value
from .base import find_gguf, read_base
from .model import Policy, adapter_state, load_adapter
from .prompt import Renderer, load_prompt, load_tokenizer
from .rewarded import judged, rewards
from .sft import Example

KL, CLIP, VALUE = 0.05, 0.2, 0.5  # weights of the pull and of the critic's loss; how far a ratio may go


def token_log_likelihoods(policy: Policy, example: Example) -> tuple[Tensor, Tensor]:
    """fp32 log-probabilities [T] of the tokens to learn, and the states before them [T, width]."""
    tokens, start = example
    states = policy.hidden(torch.tensor([tokens[:-1]]))[0, start - 1 :]
    logits = F.linear(states.to(policy.embedding.dtype), policy.embedding).float()
    return logits.log_softmax(-1).gather(1, torch.tensor(tokens[start:])[:, None])[:, 0], states


def kl_of(own: Tensor, reference: Tensor) -> Tensor:
    """Of one sample, summed over its tokens: exp(r - p) - (r - p) - 1 has the KL as its mean, and is never negative."""
    gap = reference - own
    return (gap.exp() - gap - 1).sum()


def sample_loss(own: Tensor, old: Tensor, reference: Tensor, advantage: Tensor) -> Tensor:
    """Clipped policy gradient and the pull to the reference; log-probabilities [T], advantage [T] or one for all."""
    ratio = (own - old).exp()
    gained = torch.minimum(ratio * advantage, ratio.clamp(1 - CLIP, 1 + CLIP) * advantage)
    return -gained.sum() + KL * kl_of(own, reference)


def prompt_loss(
    policy: Policy, samples: list[Example], scores: list[float], before: list[tuple[Tensor, Tensor]], value: Any = None
) -> tuple[Tensor, float]:
    """The mean loss of the samples of a prompt, and their mean KL; `before` are old and reference log-probabilities."""
    advantages = leave_one_out(torch.tensor(scores))
    losses, drifts = [], []
    for example, score, (old, reference), advantage in zip(samples, scores, before, advantages):
        own, states = token_log_likelihoods(policy, example)
        critic = torch.zeros(())
        if value is not None:
            advantage, critic = with_value(value(states), score)
        losses.append(sample_loss(own, old, reference, advantage) / len(own) + VALUE * critic)
        drifts.append(kl_of(own.detach(), reference).item())
    return torch.stack(losses).mean(), fmean(drifts)


def read_rows(path: Path) -> list[tuple[list[Example], list[float]]]:
    renderer, rows = Renderer(load_tokenizer(), load_prompt()), []
    for line in path.read_text().splitlines():
        row = json.loads(line)
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
    rows = read_rows(arguments.samples)
    random.Random(arguments.seed).shuffle(rows)
    policy = Policy(read_base(arguments.gguf or find_gguf())).freeze_in(FAST)
    likelihoods = lambda: [[token_log_likelihoods(policy, one)[0] for one in samples] for samples, _ in rows]
    with torch.no_grad():
        load_adapter(policy, arguments.reference or arguments.start)
        reference = likelihoods()
        load_adapter(policy, arguments.start)
        old = likelihoods() if arguments.reference else reference
    before = [list(zip(*both)) for both in zip(old, reference)]
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
