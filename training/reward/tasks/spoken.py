"""What people say first and in passing, and of harm (written/policy/talk.txt and careful.txt), with a reply that fits
    above those that fit something else.

What a small policy says amiss there is mostly a reply to something else: "Goodbye!" to a farewell for ever, "May it
get better soon." to an emergency. Its own samples (write-replies.ts, to rows of reward.small_talk_rows) are put
in order where they can be told to be one of the replies that it learnt; where it says nothing wrong, other replies
that it learnt stand in."""

import random
from pathlib import Path

from corpora.handwritten import Said
from corpora.small_talk import judged, kinds, learnt_replies, near, read_drawn
from corpora.splits import sentences

from .common import Group, Row, kept, user

FITS = kept("on-topic", "make-sense", "no-repetition")


def load(data: Path, samples: Path, rng: random.Random, wrong: int = 4) -> list[Group]:
    told, drawn = kinds(data), read_drawn(samples)
    learnt = learnt_replies(told)
    return [group(one, text, drawn.get(text, []), learnt, rng, wrong) for one in told for text in one.wordings]


def group(
    said: Said, text: str, drawn: list[str], learnt: list[tuple[str, str]], rng: random.Random, wrong: int
) -> Group:
    good, bad = judged(said, drawn, learnt)
    good |= set(rng.sample(said.replies, min(2, len(said.replies))))
    others = [reply for kind, reply in learnt if not near(said.kind, kind) and reply not in said.replies]
    chosen = rng.sample(sorted(bad), min(wrong, len(bad)))
    chosen += rng.sample(others, max(1, wrong - len(chosen)))
    best = rng.sample(sorted(good), min(3, len(good)))
    rows = [Row(user(text), sentences(reply), rules=FITS) for reply in best] + [
        Row(user(text), sentences(reply)) for reply in chosen
    ]
    return Group(f"spoken {text}", rows, [(i, j) for i in range(len(best)) for j in range(len(best), len(rows))])
