"""Human preferences: HH-RLHF test files (15 % of prompts held out), FineGrainedRLHF and Open-Assistant trees."""

import gzip
import io
import json
import random
import re
import tarfile
from pathlib import Path

from .common import Group, Row, bucket, read_json, read_jsonl, sample, sentences, talk, user

PARTS = ('harmless-base', 'helpful-base', 'helpful-online', 'helpful-rejection-sampled')


def hh_pairs(data: Path, part: str) -> list[tuple[list[dict], str, str]]:
    raw = gzip.decompress((data / f'pref-train/EasyRLHF/{part}.jsonl.gz').read_bytes())
    if raw[:1] != b'{':
        with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
            raw = archive.extractfile(archive.getmembers()[0]).read()
    pairs = []
    for line in raw.decode('utf-8').split('\n'):
        if line.strip():
            item = json.loads(line)
            dialogue, chosen = cut(item['chosen'])
            _, rejected = cut(item['rejected'])
            if dialogue and chosen and rejected and chosen != rejected:
                pairs.append((dialogue, chosen, rejected))
    return pairs


def cut(text: str) -> tuple[list[dict], str]:
    prompt, _, reply = text.rpartition('\n\nAssistant:')
    turns = re.findall(r'\n\n(Human|Assistant):(.*?)(?=\n\n(?:Human|Assistant):|$)', prompt, re.S)
    names = {'Human': 'user', 'Assistant': 'agent'}
    return [{'participant': names[who], 'text': said.strip()} for who, said in turns], reply.strip()


def held_out(dialogue: list[dict]) -> bool:
    return bucket(dialogue[0]['text']) < 15


def load_hh(data: Path, rng: random.Random, count: int = 2100, longest: int = 420) -> list[Group]:
    groups = []
    for part in PARTS:
        for dialogue, chosen, rejected in hh_pairs(data, part):
            if held_out(dialogue) or max(len(chosen), len(rejected)) > longest:
                continue
            rows = [Row(dialogue[-3:], sentences(text)) for text in (chosen, rejected)]
            groups.append(Group('hh ' + dialogue[0]['text'], rows, [(0, 1)]))
    return sample(groups, count, rng)


PAIRS = ((1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4))


def load_fine_grained(data: Path, rng: random.Random, count: int = 350) -> list[Group]:
    """One human comparison a question (1: the first is better, 2: the second), and the correction over the corrected."""
    groups = []
    for item in read_json(data / 'pref-train/FineGrainedRLHF/dev_feedback.json'):
        passage = item['passages'][0] if item['passages'] else []
        evidence = ' '.join(passage[1:])[:800]
        clear = [(pair, value) for pair, value in zip(PAIRS, item['preference']) if value in (1, 2)]
        if not evidence or not clear:
            continue
        (a, b), value = rng.choice(clear)
        texts = [item[f'prediction {a}'], item[f'prediction {b}']]
        if item['feedback']['errors'] and rng.random() < 0.5:
            texts, value = [item['feedback']['corrected-prediction'], item['prediction 1']], 1
        if all(0 < len(t) < 700 for t in texts):
            best, worst = texts if value == 1 else texts[::-1]
            rows = [Row(user(item['question']), sentences(t), evidence) for t in (best, worst)]
            groups.append(Group('fine ' + item['question'], rows, [(0, 1)]))
    return sample(groups, count, rng)


def load_open_assistant(data: Path, rng: random.Random, longest: int = 600) -> list[Group]:
    groups: list[Group] = []
    for tree in read_jsonl(data / 'pref-train/Open-Assistant/en_100_tree.jsonl'):
        walk(tree['prompt'], [tree['prompt']['text']], tree['message_tree_id'], groups, longest)
    return groups


def walk(node: dict, said: list[str], key: str, groups: list[Group], longest: int) -> None:
    replies = [r for r in node.get('replies', []) if r['role'] == 'assistant' and r.get('rank') is not None and len(r['text']) < longest]
    replies.sort(key=lambda r: r['rank'])
    if node['role'] == 'prompter' and len(replies) > 1:
        rows = [Row(talk(*said[-3:]), sentences(r['text'])) for r in (replies[0], replies[-1])]
        groups.append(Group('oasst ' + key, rows, [(0, 1)]))
    for child in node.get('replies', []):
        walk(child, [*said, child['text']], key, groups, longest)
