"""python -m policy.prefer --samples runs/samples-train.jsonl --start build/policy/sft.pt --out build/policy/prefer.pt [--way dpo | winners]

The step after supervised training, from the policy's own samples on training questions (reward/questions.py, bench/write-replies.ts), labelled
from the data: where the snippet answers, a reply is right if it is a sentence that holds a gold answer; where it does
not, if it abstains. Two ways:
- dpo: FLAME's fact pairs, a right sample above a wrong one of the same prompt, with a share of the likelihood loss on the
  right one, which keeps a small policy from drifting;
- winners: Llama 2's rejection sampling, supervised training on one right sample a prompt, from all prompts that have one.
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F

from processor import FAST

from .base import find_gguf, read_base
from .model import Policy, adapter_state, load_adapter
from .prompt import Renderer, load_prompt, load_tokenizer
from .rules import abstains, holds, is_sentence
from .sft import Example
from .sources import agent, results, user

BETA, LIKELIHOOD = 0.1, 0.2
Pair = tuple[Example, Example | None]


def is_right(row: dict[str, Any], reply: str) -> bool:
    if not row["answerable"]:
        return abstains(reply)
    return not abstains(reply) and is_sentence(reply) and holds(reply, row["answers"]) and len(reply.split()) <= 45


def chosen_and_rejected(row: dict[str, Any], rng: random.Random) -> tuple[str, str | None] | None:
    """The shorter of two right samples, so that length is not what is learnt; a wrong one where there is one."""
    right = sorted({r for r in row["replies"] if is_right(row, r)}, key=len)
    wrong = sorted({r for r in row["replies"] if r and not is_right(row, r)})
    if not right:
        return None
    return min(rng.sample(right, min(2, len(right))), key=len), rng.choice(wrong) if wrong else None


def load_pairs(path: Path, way: str, unanswerable: float, rng: random.Random) -> list[Pair]:
    renderer, pairs = Renderer(load_tokenizer(), load_prompt()), []
    for line in path.read_text().splitlines():
        row = json.loads(line)
        if not row["answerable"] and rng.random() >= unanswerable:
            continue
        picked = chosen_and_rejected(row, rng)
        if picked is None or (way == "dpo" and picked[1] is None):
            continue
        asked = [user(row["question"]), results([row["evidence"]])]
        train = lambda text: renderer.train([*asked, agent(text)])
        pairs.append((train(picked[0]), train(picked[1]) if picked[1] and way == "dpo" else None))
    return pairs


def log_likelihood(policy: Policy, example: Example) -> torch.Tensor:
    tokens, start = example
    ids = torch.tensor([tokens[:-1]])
    places = torch.zeros_like(ids, dtype=torch.bool)
    places[0, start - 1 :] = True
    return -F.cross_entropy(policy(ids, places), torch.tensor(tokens[start:]), reduction="sum")


def pair_loss(policy: Policy, pair: Pair, reference: tuple[float, float]) -> tuple[torch.Tensor, float]:
    """The loss, and the margin by which the right sample has gained on the wrong one (0 without a wrong one)."""
    chosen, rejected = pair
    own = log_likelihood(policy, chosen)
    likelihood = -own / (len(chosen[0]) - chosen[1])
    if rejected is None:
        return likelihood, 0.0
    margin = (own - reference[0]) - (log_likelihood(policy, rejected) - reference[1])
    return -F.logsigmoid(BETA * margin) + LIKELIHOOD * likelihood, margin.item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--way", choices=["dpo", "winners"], default="dpo")
    parser.add_argument("--unanswerable", type=float, default=0.25, help="share kept of the prompts that only an abstention answers; with all of them the policy abstains where it should not")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--gguf", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(arguments.seed)
    pairs = load_pairs(arguments.samples, arguments.way, arguments.unanswerable, rng)
    rng.shuffle(pairs)
    policy = Policy(read_base(arguments.gguf or find_gguf())).freeze_in(FAST)
    load_adapter(policy, arguments.start)
    began = time.time()
    with torch.no_grad():  # the reference is the policy as it starts
        reference = [tuple(log_likelihood(policy, one).item() if one else 0.0 for one in pair) for pair in pairs]
    optimizer = torch.optim.AdamW(policy.parameters(), lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.0)
    done, recent, gained = 0, [], []
    for at in range(0, len(pairs), arguments.batch):
        progress = max(at / len(pairs), (time.time() - began) / 60 / arguments.minutes)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * min(1.0, (at + 1) / arguments.batch / 3) * max(0.05, 1 - progress)
        some = range(at, min(at + arguments.batch, len(pairs)))
        for i in some:
            loss, margin = pair_loss(policy, pairs[i], reference[i])
            (loss / len(some)).backward()
            recent.append(loss.item())
            gained.append(margin)
        torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        done += len(some)
        # each pair is new when its margin is taken, so the share above 0 is a figure of pairs not trained on
        last = gained[-96:]
        print(f"{done}/{len(pairs)} loss {sum(recent[-96:]) / len(last):.3f} margin {sum(last) / len(last):.2f} above 0 {sum(m > 0 for m in last) / len(last):.2f}", flush=True)
    torch.save(adapter_state(policy), arguments.out)
    print(json.dumps({"way": arguments.way, "pairs": len(pairs), "done": done, "minutes": round((time.time() - began) / 60, 1)}))


if __name__ == "__main__":
    main()
