"""The training mixture: a literal list, with the groups that it gave when it was last printed.

    python -m reward.mixture --data ../shared/data
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from .tasks import (
    answerable, begin, claims, convabuse, crows_pairs, diasafety, edos, evals, fact_seeking, hand_pairs, harm_prompts,
    nli, own_samples, persona_chat, plain_facts, preferences, readmes, rua_robot, sbic, spoiled, squad, toxic_spans, wiki_claims,
)
from .tasks.common import ALL_RULES, Group, is_dev, sample

SAMPLES = Path(__file__).resolve().parents[1] / 'out/samples-train.jsonl'  # from sample_policy.py
MODULES = Path(__file__).resolve().parents[2] / 'node_modules'

# (name, loader)
RULES = [
    ('diasafety', diasafety.load),
    ('evals', evals.load),
    ('robot', rua_robot.load),
    ('persona', persona_chat.load),
    ('convabuse', convabuse.load),
    ('edos', edos.load),
    ('spans', toxic_spans.load),
    ('sbic', sbic.load),
    ('crows', crows_pairs.load),
    ('pairs', hand_pairs.load),
    ('custom', hand_pairs.load_custom),
    ('innocent', hand_pairs.load_innocent),
    ('templates', hand_pairs.load_templates),
    ('aart', harm_prompts.load),
    ('spoiled', spoiled.load),
    ('small talk', spoiled.load_small_talk),
]
SUPPORT_EARLY = [
    ('nli', nli.load),
    ('conj', nli.load_conj),
    ('qasc', nli.load_qasc),
]
SUPPORT = [
    ('begin', begin.load),
    ('q2', begin.load_q2),
    ('feverous', claims.load_feverous),
    ('fm2', claims.load_fm2),
    ('symmetric', claims.load_symmetric),
    ('wice', claims.load_wice),
    ('summedits', claims.load_summedits),
    ('squad', lambda data, rng: squad.load(data, rng, 2400)),
    ('wiki claims', wiki_claims.load),
    ('readmes', lambda data, rng: readmes.load(data, rng, MODULES)),
]
PREFERENCE = [
    ('hh', preferences.load_hh),
    ('fine', preferences.load_fine_grained),
    ('oasst', preferences.load_open_assistant),
]
FACT = [
    ('fact', lambda data, rng: fact_seeking.load(data, rng, MODULES)),
]
MIXTURE = [*RULES, *SUPPORT_EARLY, *SUPPORT, *PREFERENCE, *FACT]
# groups kept of the larger tasks
CAPS = {'nli': 30000, 'conj': 4500, 'qasc': 2000, 'persona': 1300, 'wiki claims': 6500, 'squad': 1700, 'hh': 2600, 'fact': 5200}
# passes over the smaller ones that matter; a run that ends by its minutes sees a part of each
PASSES = {'diasafety': 2, 'fm2': 2, 'symmetric': 3, 'wice': 2}
# the second stage: what the agent meets and what was written by hand, and some of everything else so that nothing is lost
CAPS_POLISH = {
    'clapnq': 130, 'qnli': 220, 'documents': 200, 'squad plain': 350, 'squad again': 260, 'answers': 430, 'plain facts': 1300, 'evals': 350, 'robot': 120, 'persona': 250, 'convabuse': 350, 'edos': 350, 'spans': 250, 'sbic': 600, 'crows': 60,
    'templates': 500, 'aart': 120, 'spoiled': 300, 'small talk': 180, 'nli': 1500, 'conj': 300, 'qasc': 0, 'begin': 500, 'q2': 120,
    'feverous': 400, 'fm2': 600, 'symmetric': 500, 'wice': 100, 'summedits': 180, 'squad': 0, 'wiki claims': 500, 'readmes': 250, 'hh': 120, 'fine': 30,
    'oasst': 30, 'fact': 3000,
}
POLISH = [
    ('squad again', lambda data, rng: squad.load(data, rng, 560, astray=0.35, far=0.75)),
    ('squad plain', squad.load_plain),
    ('clapnq', answerable.load_clapnq),
    ('qnli', answerable.load_qnli),
    ('documents', lambda data, rng: answerable.load_documents(data, rng, MODULES)),
    ('answers', wiki_claims.load_answers),
    ('plain facts', plain_facts.load),
    ('own samples', lambda data, rng: own_samples.load(SAMPLES, rng)),
]
EARLY = {name for name, _ in SUPPORT_EARLY}


def load(data: Path, seed: int, polish: bool = False) -> tuple[dict[str, list[Group]], dict[str, list[Group]]]:
    """(train, dev) by task name; keys never cross. The split depends on the keys alone, so both stages share it."""
    train, dev = {}, {}
    caps = CAPS_POLISH if polish else CAPS
    for name, loader in [*MIXTURE, *(POLISH if polish else [])]:
        groups = loader(data, random.Random(f'{seed} {name}'))
        picked = sample([g for g in groups if not is_dev(g.key)], caps.get(name, 10**9), random.Random(seed))
        train[name] = picked * (1 if polish else PASSES.get(name, 1))
        dev[name] = [g for g in groups if is_dev(g.key)]
    return train, dev


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('../shared/data'))
    parser.add_argument('--seed', type=int, default=7)
    parser.add_argument('--polish', action='store_true')
    args = parser.parse_args()
    train, dev = load(args.data, args.seed, args.polish)
    labels: dict[str, Counter] = {rule: Counter() for rule in ALL_RULES}
    for name, groups in train.items():
        rows = [row for g in groups for row in g.rows]
        size = sum(len(' '.join([row.evidence, *row.reply, *(t['text'] for t in row.dialogue)])) for row in rows)
        print(f'{name:12} groups {len(groups):6} dev {len(dev[name]):5} rows {len(rows):6} about {size // 4:8} tokens')
        for row in rows:
            for rule, value in row.rules.items():
                labels[rule][value] += 1
    for rule, count in labels.items():
        print(f'{rule:28} kept {count[1]:6} broken {count[0]:6}')


if __name__ == '__main__':
    main()
