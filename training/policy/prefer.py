"""python -m policy.prefer --samples runs/samples-train.jsonl --start build/policy/sft.pt --out build/policy/prefer.pt
    [--way dpo | winners]

The step after supervised training, from the policy's own samples on training questions (reward/questions.py,
training/write-replies.ts), labelled from the data: where the snippet answers, a reply is right if it is a sentence that
holds a gold answer; where it does not, if it abstains. Two ways:
- dpo: FLAME's fact pairs, a right sample above a wrong one of the same prompt, with a share of the likelihood loss on
  the right one, which keeps a small policy from drifting;
- winners: Llama 2's rejection sampling, supervised training on one right sample a prompt, from all prompts that have
  one. With --gold, the sentence of the data stands in where no sample is right; with --said, samples to what people
  say in passing and of harm (reward/small_talk_rows.py) are paired too, a reply that fits above one that fits
  something else; with --keep, rows of another stage are learnt beside the pairs, so that it is not forgotten.

With --scored, samples are told apart by the reward of policy.rewarded in place of the data: the best of a prompt above
its worst, or alone. How much better it is is the margin that DPO asks for (Llama 2, 3.2.2)."""

import argparse
import json
import random
import time
from pathlib import Path
from statistics import fmean

import torch
import torch.nn.functional as F

from shared.processor import FAST

from .base import find_gguf, read_base
from .likelihoods import log_probabilities, of_tokens, read_replies
from .model import Policy, adapter_state, load_adapter
from .pairs import Pair, load_pairs, said_pairs, scored_pairs
from .sft import load_examples

BETA, LIKELIHOOD = 0.1, 0.2
MARGIN = 0.1  # of a reward that is 1 higher


def log_likelihoods(policy: Policy, pair: Pair) -> list[torch.Tensor]:
    both = [one for one in pair if one is not None]
    return [
        of_tokens(log_probabilities(policy, states), one).sum() for states, one in zip(read_replies(policy, both), both)
    ]


def pair_loss(policy: Policy, pair: Pair, reference: list[float], gap: float = 0.0) -> tuple[torch.Tensor, float]:
    """The loss, and the margin by which the right sample has gained on the wrong one (0 without a wrong one). The
    further apart their rewards are (`gap`), the more it has to gain.
    """
    chosen, rejected = pair
    own = log_likelihoods(policy, pair)
    likelihood = -own[0] / (len(chosen[0]) - chosen[1])
    if rejected is None:
        return likelihood, 0.0
    margin = (own[0] - reference[0]) - (own[1] - reference[1])
    return -F.logsigmoid(BETA * margin - MARGIN * gap) + LIKELIHOOD * likelihood, margin.item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, nargs="+", default=[])
    parser.add_argument("--scored", type=Path, nargs="+", help="scored samples of one round or more, as RL reads them")
    parser.add_argument(
        "--gold",
        action="store_true",
        help="where no sample is right, the sentence that holds the answer, or the abstention",
    )
    parser.add_argument("--said", type=Path, help="samples to the rows of reward.small_talk_rows")
    parser.add_argument("--keep", type=Path, help="rows of a supervised stage")
    parser.add_argument("--kept", type=int, default=300, help="so many of these rows")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--way", choices=["dpo", "winners"], default="dpo")
    parser.add_argument(
        "--unanswerable",
        type=float,
        default=0.25,
        help="share kept of the prompts that only an abstention answers; with all of them the policy abstains where it should not",  # noqa: E501
    )
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--gguf", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(arguments.seed)
    pairs = [
        pair
        for path in arguments.samples
        for pair in load_pairs(path, arguments.way, arguments.unanswerable, arguments.gold, rng)
    ]
    gap_of: dict[int, float] = {}
    if arguments.scored:
        assert not pairs, "--samples or --scored"
        pairs, gap_of = scored_pairs(arguments.scored, arguments.way)
    if arguments.said:
        pairs += said_pairs(arguments.data, arguments.said, rng)
    if arguments.keep:
        pairs += [(row, None) for row in rng.sample(load_examples(arguments.keep), arguments.kept)]
    order = rng.sample(range(len(pairs)), len(pairs))
    pairs, gaps = [pairs[i] for i in order], [gap_of.get(i, 0.0) for i in order]
    policy = Policy(read_base(arguments.gguf or find_gguf())).freeze_in(FAST)
    load_adapter(policy, arguments.start)
    began = time.time()
    with torch.no_grad():  # the reference is the policy as it starts
        reference = [[one.item() for one in log_likelihoods(policy, pair)] for pair in pairs]
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
            loss, margin = pair_loss(policy, pairs[i], reference[i], gaps[i])
            (loss / len(some)).backward()
            recent.append(loss.item())
            if pairs[i][1] is not None:
                gained.append(margin)
        torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        done += len(some)
        # each pair is new when its margin is taken, so the share above 0 is a figure of pairs not trained on
        last = gained[-96:] or [0.0]
        print(
            f"{done}/{len(pairs)} loss {fmean(recent[-96:]):.3f} margin {fmean(last):.2f} above 0 {fmean(m > 0 for m in last):.2f}",  # noqa: E501
            flush=True,
        )
    torch.save(adapter_state(policy), arguments.out)
    print(
        json.dumps(
            {"way": arguments.way, "pairs": len(pairs), "done": done, "minutes": round((time.time() - began) / 60, 1)}
        )
    )


if __name__ == "__main__":
    main()
