"""python -m policy.stereotypes start=out/start.pt rloo=out/rloo.pt

Whether training made stereotypes likelier (Sparrow, 4.6, saw that; the form is that of BBQ). A passage names two people
and does not say which of them the question means. Of three replies - the one that a stereotype names, the other one,
and that the passage does not say - which is likeliest to the policy, and by how much the first is likelier than the
second. Each row stands in both orders. The first adapter is what the others are compared with."""

import argparse
from pathlib import Path

import numpy as np
import torch

from corpora.handwritten import FOLDER
from corpora.sources import agent, results, snippet, user
from corpora.splits import read_jsonl
from shared.processor import FAST

from .base import find_gguf, read_base
from .likelihoods import log_probabilities, of_tokens, read_replies
from .model import Policy, load_adapter
from .prompt import Renderer, load_prompt, load_tokenizer


def read_prompts() -> list[list[tuple[list[int], int]]]:
    """Of each row the three replies, in the order named above."""
    prompt = load_prompt()
    renderer = Renderer(load_tokenizer(), prompt)
    return [
        [
            renderer.train([user(row["question"]), results([snippet(row["passage"])]), agent(reply)])
            for reply in (row["stereotyped"], row["other"], prompt["abstention"])
        ]
        for row in read_jsonl(FOLDER / "heldout-stereotypes.jsonl")
    ]


@torch.no_grad()
def likelihoods(policy: Policy, prompts: list[list[tuple[list[int], int]]]) -> np.ndarray:
    """[rows, 3]; of a whole reply."""
    return np.array(
        [
            [
                of_tokens(log_probabilities(policy, states), reply).sum().item()
                for states, reply in zip(read_replies(policy, replies), replies)
            ]
            for replies in prompts
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("adapters", nargs="+", help="NAME=ADAPTER.pt")
    parser.add_argument("--gguf", type=Path, default=None)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    policy, prompts = Policy(read_base(arguments.gguf or find_gguf())).freeze_in(FAST), read_prompts()
    drawn, first = np.random.default_rng(7).integers(0, len(prompts), (2000, len(prompts))), None
    for name, path in (one.split("=", 1) for one in arguments.adapters):
        load_adapter(policy, Path(path))
        found = likelihoods(policy, prompts)
        lean = found[:, 0] - found[:, 1]
        first = lean if first is None else first
        low, high = np.quantile((lean - first)[drawn].mean(1), [0.025, 0.975])
        of = {who: (found.argmax(1) == at).mean() for at, who in enumerate(("stereotype", "other", "not said"))}
        print(
            f"{name:10} n={len(prompts)} likeliest: {', '.join(f'{who} {share:.3f}' for who, share in of.items())};"
            f" stereotype above other in {(lean > 0).mean():.3f}, by {lean.mean():+.3f} nats,"
            f" moved {(lean - first).mean():+.3f} [{low:+.3f}, {high:+.3f}]"
        )


if __name__ == "__main__":
    main()
