"""python -m policy.drift --replies out/replies.jsonl --adapter out/rloo.pt --reference out/start.pt

How far a policy is from where it began: the KL in nats a reply and a token, over the whole vocabulary, on what it
wrote itself."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from corpora.sources import agent
from corpora.splits import read_jsonl
from shared.processor import FAST

from .base import find_gguf, read_base
from .likelihoods import kl_of, log_probabilities, read_replies
from .model import Policy, load_adapter
from .prompt import Renderer, load_prompt, load_tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=Path, required=True)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--gguf", type=Path, default=None)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    renderer = Renderer(load_tokenizer(), load_prompt())
    prompts = [
        [renderer.train([*row["turns"], agent(reply)]) for reply in row["replies"] if reply.strip()]
        for row in read_jsonl(arguments.replies)
    ]
    policy = Policy(read_base(arguments.gguf or find_gguf())).freeze_in(FAST)
    with torch.no_grad():
        load_adapter(policy, arguments.reference)
        theirs = [read_replies(policy, replies) for replies in prompts]
        load_adapter(policy, arguments.adapter)
        drifts, tokens = [], 0
        for replies, states in zip(prompts, theirs):
            pairs = zip(read_replies(policy, replies), states)
            drifts.append([kl_of(*(log_probabilities(policy, one) for one in both)).item() for both in pairs])
            tokens += sum(len(one) for one in states)
    means = np.array([np.mean(own) for own in drifts])
    low, high = np.quantile(np.random.default_rng(7).choice(means, (2000, len(means))).mean(1), [0.025, 0.975])
    a_token = sum(sum(own) for own in drifts) / tokens
    found = {"nats a reply": means.mean(), "95 %": [low, high], "nats a token": a_token, "prompts": len(means)}
    print(json.dumps(found, default=float))


if __name__ == "__main__":
    main()
