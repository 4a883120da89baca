"""python -m reward.state_probe --data ../shared/data --adapter out/policy/shipped.pt

A preference read off the policy's own states, which sampling has computed anyway: the language model as the reward
model, as in Sparrow (section 2.5) and Llama 2 (section 3.2.2), with the policy left as it is. A linear head, fitted
to differences of states of a better and a worse reply (Bradley-Terry), on growing shares of the data: candidates of
our own policy (reward/questions.py, training/write-replies.ts), HH-RLHF, and answers to TruthfulQA's questions that
people called true or false, informative or not. The adapter is what policy.from_graph wrote. Prints a line for each;
on the same candidates stand the shipped reward, the policy's likelihood, their sum at some weights (to be chosen by
the lines of the training part), and a head fitted to states, likelihood and reward."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold

from corpora.sources import agent, results, user
from corpora.splits import read_jsonl, sample, sentences
from policy.base import find_gguf, read_base
from policy.model import Policy, load_adapter
from policy.prompt import Renderer, Turn, load_prompt, load_tokenizer
from shared.processor import FAST

from .measure.metrics import interval, share
from .measure.own_sets import gap
from .runtime import Reward
from .tasks.own_samples import in_order, quality, render
from .tasks.preferences import PARTS, held_out, hh_pairs

Tell = Callable[[list[Turn], str, list[str], list[float]], "Compared"]
STRENGTHS = (1e-5, 1e-4, 1e-3, 1e-2)  # of the head's weights; one is chosen by folds of the training pairs
LIKELIHOODS = (1, 2, 3, 4)  # weights of the likelihood beside the reward
FREE = 30.0  # enlarges likelihood and reward beside the states, so that the strength hardly holds their weights


@dataclass
class Compared:
    """Replies to one prompt: states [n,D] of each, the likelihood last, how good it is [n], and the shipped reward's
    preference in logits [n].
    """

    states: np.ndarray
    worth: np.ndarray
    preference: np.ndarray

    @property
    def likelihood(self) -> np.ndarray:
        return self.states[:, -1]

    def joined(self) -> np.ndarray:
        return np.concatenate([self.states, self.preference[:, None]], 1)


@torch.no_grad()
def states(policy: Policy, renderer: Renderer, turns: list[Turn], replies: list[str]) -> np.ndarray:
    """-> [n, 2 width + 1]: the last state, the mean of the reply's states, and its mean log-likelihood."""
    told = [renderer.train([*turns, agent(reply)]) for reply in replies]
    start = told[0][1]
    ids = torch.zeros((len(told), max(len(tokens) for tokens, _ in told)), dtype=torch.int64)
    for row, (tokens, _) in enumerate(told):
        ids[row, : len(tokens)] = torch.tensor(tokens)
    shared, out = start - 1, []
    hidden = policy.hidden(ids, shared)
    for row, (tokens, _) in enumerate(told):
        said = hidden[row, : len(tokens) - shared]
        logits = F.linear(said[:-1].to(policy.embedding.dtype), policy.embedding).float()
        likelihood = -F.cross_entropy(logits, torch.tensor(tokens[start:]))
        out.append(torch.cat([said[-1], said[1:].mean(0), likelihood[None]]).numpy())
    return np.stack(out)


def fit(read: list[np.ndarray], worth: list[np.ndarray], free: int = 0) -> np.ndarray:
    """read: [n,D] of each group, of which the last `free` are enlarged -> weights [D] of a head without bias: only
    differences count.
    """
    scale = np.concatenate(read).std(0) + 1e-6
    scale[len(scale) - free :] /= FREE
    better = np.stack([(x[a] - x[b]) / scale for x, values in zip(read, worth) for a, b in in_order(values)])
    x, y = np.concatenate([better, -better]), np.repeat([1, 0], len(better))
    folds = [
        (np.concatenate([a, a + len(better)]), np.concatenate([b, b + len(better)])) for a, b in KFold(4).split(better)
    ]
    head = GridSearchCV(LogisticRegression(fit_intercept=False, max_iter=400), {"C": STRENGTHS}, cv=folds).fit(x, y)
    return head.best_estimator_.coef_[0] / scale


def told(name: str, groups: list[Compared], values: list[np.ndarray]) -> dict:
    hits = [bool(v[a] > v[b]) for g, v in zip(groups, values) for a, b in in_order(g.worth)]
    table = np.array([(g.worth[int(np.argmax(v))], g.worth.mean(), g.worth.max()) for g, v in zip(groups, values)])
    return {
        "by": name,
        "pairs": share(hits),
        "gapClosed": round(gap(table), 3),
        "interval": interval(gap, table),
        "questions": len(table),
    }


def report(kind: str, train: list[Compared], test: list[Compared], sizes: list[int]) -> None:
    show = lambda row: print(json.dumps({"of": kind, **row}), flush=True)
    for part, groups in (("train", train), ("test", test)):
        show({"part": part, **told("reward", groups, [g.preference for g in groups])})
        for weight in LIKELIHOODS:
            show(
                {
                    "part": part,
                    **told(
                        f"reward and {weight} likelihood",
                        groups,
                        [g.preference + weight * g.likelihood for g in groups],
                    ),
                }
            )
    show(told("likelihood", test, [g.likelihood for g in test]))
    for size in sizes:
        worth = [g.worth for g in train[:size]]
        alone, joined = (
            fit([g.states for g in train[:size]], worth),
            fit([g.joined() for g in train[:size]], worth, free=2),
        )
        show({"trained on": len(worth), **told("states", test, [g.states @ alone for g in test])})
        show(
            {
                "trained on": len(worth),
                **told("states, likelihood and reward", test, [g.joined() @ joined for g in test]),
            }
        )


def own(items: list[dict], tell: Tell) -> list[Compared]:
    found = []
    for item in items:
        replies = [reply for reply in item["replies"] if reply]
        if len(set(replies)) > 1:
            turns = [user(item["question"]), results([item["evidence"]])]
            found.append(tell(turns, render(item["evidence"]), replies, [quality(item, reply) for reply in replies]))
    return found


def hh(data: Path, part: str, count: int, tell: Tell) -> list[Compared]:
    pairs = [
        p
        for name in PARTS
        for p in sample([p for p in hh_pairs(data, name) if held_out(p[0]) == (part == "dev")], count, random.Random(7))
    ]
    random.Random(7).shuffle(pairs)
    return [
        tell(dialogue[-3:], "", [better, worse], [1, 0])
        for dialogue, better, worse in pairs
        if max(len(better), len(worse)) < 1200
    ]


def truthful(data: Path, part: str, tell: Tell, shown: int = 6) -> list[Compared]:
    """A true answer is better than a false one, and than a true one that says nothing; parted by question."""
    judged: dict[str, dict[str, dict[str, bool]]] = {}  # question, answer, truth or info
    for name in ("truth", "info"):
        for item in read_jsonl(data / f"pref-train/truthfulqa_reeval/finetune_{name}_train.jsonl"):
            question, _, rest = item["prompt"].removeprefix("Q: ").partition("\nA: ")
            judged.setdefault(question, {}).setdefault(rest.rpartition("\n")[0], {})[name] = (
                item["completion"].strip() == "yes"
            )
    found = []
    for question in sorted(q for q in judged if held_out([user(q)]) == (part == "dev")):
        both = sorted(answer for answer, labels in judged[question].items() if len(labels) == 2)
        answers = random.Random(question).sample(both, min(shown, len(both)))
        worth = [
            labels["truth"] * (0.5 + 0.5 * labels["info"])
            for labels in (judged[question][answer] for answer in answers)
        ]
        if len(set(worth)) > 1:
            found.append(tell([user(question)], "", answers, worth))
    random.Random(7).shuffle(found)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument(
        "--samples", type=Path, default=Path("out"), help="folder of samples-train.jsonl and samples-dev.jsonl"
    )
    parser.add_argument("--questions", type=int, default=10**6, help="of our candidates, training questions")
    parser.add_argument(
        "--hh", type=int, default=400, help="training pairs of each of the four parts; 0 for our candidates alone"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    policy, reward = Policy(read_base(find_gguf())).freeze_in(FAST), Reward(args.models)
    load_adapter(policy, args.adapter)
    renderer, begun = Renderer(load_tokenizer(), load_prompt()), time.time()

    def tell(turns: list[Turn], evidence: str, replies: list[str], worth: list[float]) -> Compared:
        dialogue, texts = [turn for turn in turns if "text" in turn], list(dict.fromkeys(replies))
        scored = reward.preferences(
            reward.score([(dialogue, evidence, sentences(text) or [text]) for text in texts], rules=False)
        )
        of = [texts.index(reply) for reply in replies]  # several samples may say the same
        return Compared(states(policy, renderer, turns, texts)[of], np.array(worth), scored[of])

    read = {part: read_jsonl(args.samples / f"samples-{part}.jsonl") for part in ("train", "dev")}
    report(
        "our policy’s candidates", own(read["train"][: args.questions], tell), own(read["dev"], tell), [100, 300, 900]
    )
    if args.hh:
        report("TruthfulQA", truthful(args.data, "train", tell), truthful(args.data, "dev", tell), [100, 300, 700])
        report("HH", hh(args.data, "train", args.hh, tell), hh(args.data, "dev", 140, tell), [100, 400, 4 * args.hh])
    print(json.dumps({"minutes": round((time.time() - begun) / 60, 1)}))


if __name__ == "__main__":
    main()
