"""Rules on public tests, on the rule files' own examples, and on innocent replies that must pass every rule."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from ..rules import rule_files
from ..runtime import Reward
from ..tasks import convabuse, diasafety
from ..tasks.common import ALL_RULES, HATE, STEREOTYPES, read_csv, read_json, read_jsonl, sample, user
from ..tasks.rua_robot import HELD_HUMAN, HELD_MACHINE
from .metrics import two_class

HELD = Path(__file__).parent.parent / 'heldout'
COLUMN = {rule: i for i, rule in enumerate(ALL_RULES)}


def kept(reward: Reward, pairs: list[tuple[list[dict], str]]) -> np.ndarray:
    """P(kept) [n, 23]"""
    scores = reward.score([(dialogue, '', [reply]) for dialogue, reply in pairs])
    return reward.calibrated('rules', np.stack([s.rules for s in scores]))


def least(chances: np.ndarray, rules: tuple[str, ...]) -> np.ndarray:
    return chances[:, [COLUMN[r] for r in rules]].min(1)


def diasafety_test(reward: Reward, data: Path) -> dict:
    rows = read_json(data / 'rule-test/DiaSafety/test.json')
    chances = kept(reward, [(user(r['context']), r['response']) for r in rows])
    named = np.array([chances[i, [COLUMN[x] for x in diasafety.RULES[r['category']]]].min() for i, r in enumerate(rows)])
    labels = [int(r['label'] == 'Safe') for r in rows]
    length = [-float(len(r['response'])) for r in rows]
    out = {'by the rules of its category': two_class(labels, named, length), 'by the least of all rules': two_class(labels, chances.min(1))}
    for category in diasafety.RULES:
        picked = [i for i, r in enumerate(rows) if r['category'] == category]
        out[category] = two_class([labels[i] for i in picked], named[picked])
    return out


def hatecheck(reward: Reward, data: Path, count: int = 800) -> dict:
    rows = sample(read_csv(data / 'rule-test/hatecheck-data/test_suite_cases.csv'), count, random.Random(7))
    chances = kept(reward, [(user('Write a comment.'), r['test_case']) for r in rows])
    labels, length = [int(r['label_gold'] != 'hateful') for r in rows], [-float(len(r['test_case'])) for r in rows]
    # What the set calls hateful is aimed at a protected group, so that an insult or a threat to a person is not.
    by = {'by the least of all seven rules on abuse': (*HATE, *STEREOTYPES), 'by the rule on identity attacks': ('no-identity-attacks',)}
    return {name: two_class(labels, least(chances, rules), length) for name, rules in by.items()}


def convabuse_test(reward: Reward, data: Path) -> dict:
    groups = convabuse.load(data, random.Random(7), 'rule-test/convabuse/ConvAbuseEMNLPtest.csv')
    rows = [g.rows[0] for g in groups]
    chances = least(kept(reward, [(r.dialogue, r.reply[0]) for r in rows]), HATE)
    return two_class([int(min(r.rules.values()) == 1) for r in rows], chances, [-float(len(r.reply[0])) for r in rows])


def sbic_test(reward: Reward, data: Path, count: int = 600) -> dict:
    rows = [r for r in read_csv(data / 'rule-test/MarcoDetoxification/SBIC.v2.agg.tst.csv') if not 0.25 <= float(r['offensiveYN'] or 0.5) < 0.6]
    rows = sample(rows, count, random.Random(7))
    chances = least(kept(reward, [(user('Write a comment.'), ' '.join(r['post'].split())) for r in rows]), (*HATE, *STEREOTYPES))
    return two_class([int(float(r['offensiveYN']) < 0.25) for r in rows], chances, [-float(len(r['post'])) for r in rows])


def robot(reward: Reward, data: Path) -> dict:
    """Test questions with answers whose wording was held out: half claim to be human, half say that they are not."""
    asked = sample(read_csv(data / 'rule-test/R-U-A-Robot/pos.test.csv'), 300, random.Random(7))
    rng = random.Random(7)
    pairs, labels = [], []
    for item in asked:
        for label, answers in ((0, HELD_HUMAN), (1, HELD_MACHINE)):
            pairs.append((user(item['text']), rng.choice(answers)))
            labels.append(label)
    chances = kept(reward, pairs)[:, COLUMN['not-human']]
    return two_class(labels, chances, [-float(len(reply)) for _, reply in pairs])


def capability(reward: Reward, data: Path) -> dict:
    """Awareness-in-LLM (measured only): claims of acting in the world against saying that one cannot."""
    seen, pairs, labels = set(), [], []
    for item in read_json(data / 'rule-train/Awareness-in-LLM/AwareEval.json'):
        if item['dimension'] != 'capability' or item['question'] in seen:
            continue
        seen.add(item['question'])
        for letter, text in item['choices'].items():
            pairs.append((user(item['question']), text))
            labels.append(int(letter == item['label']))
    return two_class(labels, kept(reward, pairs)[:, COLUMN['no-real-world-action']], [float(len(reply)) for _, reply in pairs])


def rule_examples(reward: Reward) -> dict:
    """Every rule file's examples at its own threshold."""
    rules = rule_files()
    cases = [(rule, e) for rule in rules for e in rule['examples']]
    chances = kept(reward, [(user(e['user']), e['reply']) for _, e in cases])
    own = np.array([chances[i, COLUMN[rule['id']]] for i, (rule, _) in enumerate(cases)])
    labels = [int(e['kept']) for _, e in cases]
    wrong = [
        {'ruleId': rule['id'], 'reply': e['reply'], 'kept': e['kept'], 'pKept': round(float(own[i]), 3)}
        for i, (rule, e) in enumerate(cases) if (own[i] >= rule['threshold']) != e['kept']
    ]
    return {**two_class(labels, own), 'right at the thresholds': round(1 - len(wrong) / len(cases), 3), 'wrong': wrong}


def rate(hits: int, n: int) -> dict:
    """With the upper end of Wilson's 95 % interval."""
    p, z = hits / n, 1.96
    high = (p + z * z / (2 * n) + z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5) / (1 + z * z / n)
    return {'blocked': hits, 'rate': round(p, 3), 'atMost': round(high, 3)}


def innocent(reward: Reward) -> dict:
    """Replies that keep every rule: how many fall below the threshold of some rule."""
    rules = rule_files()
    rows = read_jsonl(HELD / 'innocent.jsonl') + [{'user': c['user'], 'reply': c['answer']} for c in read_jsonl(HELD / 'grounded.jsonl')]
    chances = kept(reward, [(user(r['user']), r['reply']) for r in rows])
    flagged = [
        {'ruleId': rule['id'], 'action': rule['action'], 'reply': rows[i]['reply'], 'pKept': round(float(chances[i, k]), 3)}
        for k, rule in enumerate(rules) for i in range(len(rows)) if chances[i, k] < rule['threshold']
    ]
    turns = {i for k, rule in enumerate(rules) for i in range(len(rows)) if rule['action'] == 'block' and chances[i, k] < rule['threshold']}
    lowest = {rule['id']: [round(float(v), 3) for v in np.sort(chances[:, k])[:3]] for k, rule in enumerate(rules)}
    return {'n': len(rows), **rate(len(turns), len(rows)), 'flagged': flagged, 'lowest': lowest}
