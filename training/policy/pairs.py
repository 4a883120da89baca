"""Two replies of the policy to one prompt, the better one first: told apart by the data, by what fits, or by reward."""

import json
import random
from pathlib import Path
from typing import Any

from corpora import small_talk
from corpora.answers import abstains, holds, is_sentence
from corpora.sources import agent, user

from .prompt import Renderer, load_prompt, load_tokenizer
from .reinforce import read_rows
from .sft import Example

Pair = tuple[Example, Example | None]


def is_right(row: dict[str, Any], reply: str) -> bool:
    if not row["answerable"]:
        return abstains(reply)
    return not abstains(reply) and is_sentence(reply) and holds(reply, row["answers"]) and len(reply.split()) <= 45


def chosen_and_rejected(
    row: dict[str, Any], rng: random.Random, gold: str | None = None
) -> tuple[str, str | None] | None:
    """The shorter of two right samples, so that length is not what is learnt, or `gold` where none is right; a wrong
    sample where there is one.
    """
    right = sorted({reply for reply in row["replies"] if is_right(row, reply)}, key=len)
    wrong = sorted({reply for reply in row["replies"] if reply and not is_right(row, reply)})
    if not right and gold is None:
        return None
    right = right or [gold]
    return min(rng.sample(right, min(2, len(right))), key=len), rng.choice(wrong) if wrong else None


def load_pairs(path: Path, way: str, unanswerable: float, gold: bool, rng: random.Random) -> list[Pair]:
    renderer, pairs = Renderer(load_tokenizer(), load_prompt()), []
    for line in path.read_text().splitlines():
        row = json.loads(line)
        if not row["answerable"] and rng.random() >= unanswerable:
            continue
        picked = chosen_and_rejected(row, rng, row["gold"] if gold else None)
        if picked is None or (way == "dpo" and picked[1] is None):
            continue
        train = lambda text: renderer.train([*row["turns"], agent(text)])
        pairs.append((train(picked[0]), train(picked[1]) if picked[1] and way == "dpo" else None))
    return pairs


def said_pairs(data: Path, samples: Path, rng: random.Random) -> list[Pair]:
    """A reply that fits what was said, the policy's own where it found one, above one of its own to something else."""
    renderer, told = Renderer(load_tokenizer(), load_prompt()), small_talk.kinds(data)
    drawn, learnt, pairs = small_talk.read_drawn(samples), small_talk.learnt_replies(told), []
    for one in told:
        for text in one.wordings:
            good, bad = small_talk.judged(one, drawn.get(text, []), learnt)
            if bad:
                pairs.append(
                    tuple(
                        renderer.train([user(text), agent(rng.choice(sorted(some)))])
                        for some in (good or one.replies, bad)
                    )
                )
    return pairs


def scored_pairs(paths: list[Path], way: str) -> tuple[list[Pair], dict[int, float]]:
    """The best and the worst sample of each prompt, of all rounds (Llama 2, 3.2.3), and by the place of a pair how far
    their rewards are apart.
    """
    pairs, gaps = [], {}
    for samples, scores in read_rows(paths):
        order = sorted(range(len(scores)), key=lambda i: scores[i])
        if scores[order[-1]] > scores[order[0]]:
            gaps[len(pairs)] = scores[order[-1]] - scores[order[0]]
            pairs.append((samples[order[-1]], samples[order[0]] if way == "dpo" else None))
    return pairs, gaps
