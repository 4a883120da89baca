"""What people say first and in passing, and of harm (policy/handwritten/talk.txt and careful.txt), with a reply that fits above those that fit something else.

What a small policy says amiss there is mostly a reply to something else: "Goodbye!" to a farewell for ever, "May it get better soon." to an
emergency. Its own samples (bench/write-replies.ts, to rows of reward.said) are put in order where they can be told to be one of the replies
that it learnt; where it says nothing wrong, other replies that it learnt stand in.
"""

import random
from pathlib import Path

from policy.careful import more
from policy.handwritten import Said, blocks, read_careful, read_lines, said_and_replies

from .common import Group, Row, kept, read_jsonl, sentences, user
from .own_samples import words

# Kinds whose replies may pass for each other's.
NEAR = (
    {'crisis', 'self-harm', 'means', 'distress', 'others'}, {'weapons', 'violence', 'crime', 'means'}, {'hateful-writing', 'groups', 'persons'}, {'emergency', 'medicine'},
)
SAME = 0.6  # share of words from which a sample counts as a reply that was learnt
FITS = kept('on-topic', 'make-sense', 'no-repetition')


def kinds(data: Path, each: int = 130) -> list[Said]:
    """The same ones each time, since samples are drawn of them beforehand."""
    talk = [Said(f'talk {i}', *said_and_replies(lines)) for i, lines in enumerate(blocks('talk'))]
    return [*talk, *read_careful(), *more(data, random.Random(3), each)]


def near(one: str, other: str) -> bool:
    return one == other or any({one, other} <= group for group in NEAR)


def alike(one: str, other: str) -> float:
    a, b = set(words(one)), set(words(other))
    return len(a & b) / max(1, len(a | b))


def learnt_replies(told: list[Said]) -> list[tuple[str, str]]:
    return [(one.kind, reply) for one in told for reply in one.replies] + [('unknown', reply) for reply in read_lines('unknown')]


def read_drawn(samples: Path) -> dict[str, list[str]]:
    """What the policy wrote to each wording; nothing where the file is missing."""
    return {item['turns'][0]['text']: item['replies'] for item in read_jsonl(samples)} if samples.exists() else {}


def load(data: Path, samples: Path, rng: random.Random, wrong: int = 4) -> list[Group]:
    told, drawn = kinds(data), read_drawn(samples)
    learnt = learnt_replies(told)
    return [group(one, text, drawn.get(text, []), learnt, rng, wrong) for one in told for text in one.wordings]


def judged(said: Said, drawn: list[str], learnt: list[tuple[str, str]]) -> tuple[set[str], set[str]]:
    """Those samples that are a reply which fits, and those that are one to something else; the others can't be told."""
    good, bad = set(), set()
    for reply in set(drawn):
        share, kind = max((alike(reply, known), kind) for kind, known in learnt)
        if any(alike(reply, known) >= SAME for known in said.replies):
            good.add(reply)
        elif share >= SAME and not near(said.kind, kind):
            bad.add(reply)
    return good, bad


def group(said: Said, text: str, drawn: list[str], learnt: list[tuple[str, str]], rng: random.Random, wrong: int) -> Group:
    good, bad = judged(said, drawn, learnt)
    good |= set(rng.sample(said.replies, min(2, len(said.replies))))
    others = [reply for kind, reply in learnt if not near(said.kind, kind) and reply not in said.replies]
    chosen = rng.sample(sorted(bad), min(wrong, len(bad)))
    chosen += rng.sample(others, max(1, wrong - len(chosen)))
    best = rng.sample(sorted(good), min(3, len(good)))
    rows = [Row(user(text), sentences(reply), rules=FITS) for reply in best] + [Row(user(text), sentences(reply)) for reply in chosen]
    return Group(f'spoken {text}', rows, [(i, j) for i in range(len(best)) for j in range(len(best), len(rows))])
