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
    nli, persona_chat, preferences, readmes, rua_robot, sbic, spoiled, squad, toxic_spans,
)
from .tasks.common import ALL_RULES, Group, is_dev, sample

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
    ('templates', hand_pairs.load_templates),
    ('aart', harm_prompts.load),
    ('spoiled', spoiled.load),
    ('small talk', spoiled.load_small_talk),
]
SUPPORT_EARLY = [
    ('nli', nli.load),
    ('conj', nli.load_conj),
]
SUPPORT = [
    ('begin', begin.load),
    ('q2', begin.load_q2),
    ('feverous', claims.load_feverous),
    ('fm2', claims.load_fm2),
    ('symmetric', claims.load_symmetric),
    ('wice', claims.load_wice),
    ('summedits', claims.load_summedits),
    ('squad', squad.load),
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
# groups kept of the larger tasks, so that the whole is about 2.7 M tokens
CAPS = {
    'diasafety': 5500, 'evals': 2600, 'persona': 1300, 'begin': 2200, 'nli': 3400, 'feverous': 700, 'summedits': 250,
    'squad': 1200, 'hh': 1100, 'fine': 150, 'fact': 4600,
}
# the second stage: fresh groups of what the agent meets, and some of everything else; about 1.1 M tokens
CAPS_POLISH = {
    'diasafety': 1300, 'evals': 500, 'robot': 150, 'persona': 400, 'convabuse': 350, 'edos': 400, 'spans': 250, 'sbic': 400, 'crows': 60,
    'pairs': 900, 'templates': 700, 'aart': 120, 'spoiled': 450, 'small talk': 180, 'nli': 0, 'conj': 0, 'begin': 550, 'q2': 150,
    'feverous': 150, 'fm2': 350, 'symmetric': 350, 'wice': 80, 'summedits': 60, 'squad': 0, 'readmes': 330, 'hh': 260, 'fine': 40,
    'oasst': 40, 'fact': 700,
}
POLISH = [
    ('squad again', lambda data, rng: squad.load(data, rng, 560, astray=0.35, far=0.75)),
    ('squad plain', squad.load_plain),
    ('clapnq', answerable.load_clapnq),
    ('qnli', answerable.load_qnli),
    ('documents', lambda data, rng: answerable.load_documents(data, rng, MODULES)),
]
EARLY = {name for name, _ in SUPPORT_EARLY}


def load(data: Path, seed: int, polish: bool = False) -> tuple[dict[str, list[Group]], dict[str, list[Group]]]:
    """(train, dev) by task name; keys never cross. The split depends on the keys alone, so both stages share it."""
    train, dev = {}, {}
    caps = CAPS_POLISH if polish else CAPS
    for name, loader in [*MIXTURE, *(POLISH if polish else [])]:
        groups = loader(data, random.Random(f'{seed} {name}'))
        train[name] = sample([g for g in groups if not is_dev(g.key)], caps.get(name, 10**9), random.Random(seed))
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
