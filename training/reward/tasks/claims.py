"""Claims with evidence: FEVEROUS dev (ProgramFC), Fool Me Twice dev, FEVER-Symmetric, WiCE train, SummEdits without news."""

import random
import re
from pathlib import Path

from .common import Group, Row, one, read_json, read_jsonl, sample, user

ASK = ('Is that right?', 'What do we know about it?', 'Tell me about it.', 'what is known', 'What does the source say?')


def row(key: str, claim: str, evidence: str, label: int, rng: random.Random) -> Group:
    return one(key, Row(user(rng.choice(ASK)), [claim], evidence, {}, [label], [1]))


def load_feverous(data: Path, rng: random.Random, count: int = 1100) -> list[Group]:
    groups = []
    for item in read_json(data / 'fact-train/ProgramFC/dev.json'):
        text = re.sub(r'\[\[([^\]|]*)\|?([^\]]*)\]\]', lambda m: m[2] or m[1], item['evidence'])
        lines = [line.split('\t', 1) for line in text.split('\n') if '\t' in line]
        text = ' '.join(dict.fromkeys(part for line in lines for part in line)) if lines else text
        if len(text) < 750:
            groups.append(row('feverous ' + text[:60], item['claim'], text, int(item['label'] == 'supports'), rng))
    return sample(groups, count, rng)


def load_fm2(data: Path, rng: random.Random) -> list[Group]:
    groups = []
    for item in read_jsonl(data / 'fact-train/fool-me-twice/dev.jsonl'):
        text = ' '.join(e['text'] for e in item['gold_evidence'])
        groups.append(row('fm2 ' + item['wikipedia_page'], item['text'], f"{item['wikipedia_page']}\n{text}", int(item['label'] == 'SUPPORTS'), rng))
    return groups


def load_symmetric(data: Path, rng: random.Random) -> list[Group]:
    """Development pairs only: the test pairs' claims, and the claims of the full file that share their ids, are left out."""
    tested = {str(r['id']).split('_')[0][:6] for r in read_jsonl(data / 'fact-test/FeverSymmetric/fever_symmetric_test.jsonl')}
    tested_texts = {r['evidence'][:60] for r in read_jsonl(data / 'fact-test/FeverSymmetric/fever_symmetric_test.jsonl')}
    groups = []
    for item in read_jsonl(data / 'fact-train/FeverSymmetric/fever_symmetric_dev.jsonl'):
        if item['label'] in ('SUPPORTS', 'REFUTES') and item['evidence'][:60] not in tested_texts and item['id'][:6] not in tested:
            groups.append(row('symmetric ' + item['id'][:6], item['claim'], item['evidence'], int(item['label'] == 'SUPPORTS'), rng))
    return groups


def load_wice(data: Path, rng: random.Random, count: int = 900) -> list[Group]:
    groups = []
    for item in read_jsonl(data / 'fact-train/wice/train.jsonl'):
        if not item.get('supporting_sentences') and item['label'] != 'not_supported':
            continue
        lines = item['evidence']
        picked = set((item.get('supporting_sentences') or [[]])[0] or rng.sample(range(len(lines)), min(4, len(lines))))
        near = sorted({j for i in picked for j in (i - 1, i, i + 1) if 0 <= j < len(lines)})
        text = ' '.join(lines[j] for j in near)[:800]
        groups.append(row('wice ' + item['meta']['claim_title'], item['claim'], text, int(item['label'] == 'supported'), rng))
    return sample(groups, count, rng)


def load_summedits(data: Path, rng: random.Random, count: int = 450) -> list[Group]:
    groups = []
    for file in sorted((data / 'fact-train/factualNLG').glob('*.json')):
        for item in read_json(file):
            if len(item['doc']) < 850 and len(item['summary']) < 420:
                groups.append(row('summedits ' + item['doc'][:60], item['summary'], item['doc'], int(item['label']), rng))
    return sample(groups, count, rng)
