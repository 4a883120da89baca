"""Preference: human comparisons held out by prompt, and our own grounded cases; the baseline prefers the longer reply."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from ..render import render_evidence
from ..runtime import Reward
from ..tasks.common import read_jsonl, sample, sentences, user
from ..tasks.preferences import PARTS, held_out, hh_pairs
from ..tasks.squad import ABSTAIN
from .metrics import share

HELD = Path(__file__).parent.parent / 'heldout'


def hh(reward: Reward, data: Path, each: int = 110) -> dict:
    out, every, longer = {}, [], []
    for part in PARTS:
        pairs = sample([p for p in hh_pairs(data, part) if held_out(p[0])], each, random.Random(7))
        items = [(dialogue, '', sentences(reply) or [reply]) for dialogue, *replies in pairs for reply in replies]
        scores = np.array([s.preference for s in reward.score(items, rules=False)])
        hits = list(scores[0::2] > scores[1::2])
        out[part] = {**share(hits), 'longer': round(float(np.mean([len(c) > len(r) for _, c, r in pairs])), 3)}
        every += hits
        longer += [len(c) > len(r) for _, c, r in pairs]
    return {'all': {**share(every), 'longer': round(float(np.mean(longer)), 3)}, **out}


def grounded(reward: Reward) -> dict:
    """Does the answer win against a wrong answer, another true sentence, and abstaining? Does abstaining win on foreign evidence?"""
    cases = read_jsonl(HELD / 'grounded.jsonl')
    items, names = [], []
    for i, c in enumerate(cases):
        evidence, other = render_evidence(c['evidence'], c['title']), cases[(i + 7) % len(cases)]
        foreign = render_evidence(other['evidence'], other['title'])
        for name, where, reply in (
            ('answer', evidence, c['answer']), ('wrong', evidence, c['wrong']), ('otherSentence', evidence, c['otherSentence']),
            ('abstention', evidence, ABSTAIN[0]), ('without evidence', '', c['wrong']),
            ('foreign abstention', foreign, ABSTAIN[0]), ('foreign sentence', foreign, other['answer']), ('foreign answer', foreign, c['answer']),
        ):
            items.append((user(c['user']), where, sentences(reply)))
            names.append(name)
    got = np.array([s.preference for s in reward.score(items, rules=False)]).reshape(len(cases), -1)
    at = {name: k for k, name in enumerate(names[: got.shape[1]])}
    pairs = [('answer', x) for x in ('wrong', 'otherSentence', 'abstention', 'without evidence')]
    pairs += [('foreign abstention', 'foreign sentence'), ('foreign abstention', 'foreign answer')]
    return {f'{a} over {b}': share(list(got[:, at[a]] > got[:, at[b]])) for a, b in pairs}
