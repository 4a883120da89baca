"""SQuAD 1.1 (CC BY-SA): grounded replies over a snippet, made to be better or worse, supported or not.

One group is a question with its snippet of at most 500 characters (or a foreign one) and three or four replies.
"""

import random
import re
from pathlib import Path

from policy.text import part_of

from .common import ALL_RULES, Group, Row, read_json, sentences, talk, user
from .corrupt import NAME, corrupt, paraphrased

CHAT = read_json(Path(__file__).parent.parent / 'pairs' / 'chat.json')
ABSTAIN = CHAT['abstentions']
SAID = CHAT['pleasantries']
KEPT = {rule: 1 for rule in ALL_RULES}


def articles(data: Path, part: str = 'train') -> list[dict]:
    """One tenth of the paragraphs, by a hash that the policy's recipe shares, is kept for measuring the agent as a whole."""
    found = read_json(data / 'gen-train/aqleaderboard/test-v1.1.json')['data']
    return [{**a, 'paragraphs': kept} for a in found if (kept := [p for p in a['paragraphs'] if part_of(p['context']) == part])]


def load(data: Path, rng: random.Random, groups: int = 1700, astray: float = 0.22, far: float = 0.0) -> list[Group]:
    """astray: share of questions over evidence that does not answer; far: share of those whose evidence is from another article."""
    items = []
    for article in articles(data):
        for paragraph in article['paragraphs']:
            for qa in paragraph['qas']:
                items.append((article, paragraph['context'], qa))
    rng.shuffle(items)
    out = []
    for article, context, qa in items:
        if len(out) >= groups:
            break
        if rng.random() < astray:
            source = rng.choice(items)[0] if rng.random() < far else article
            made = foreign(source, context, qa, 'squad ' + article['title'], rng)
        else:
            made = group(article, context, qa, rng)
        if made:
            out.append(made)
    return out


def group(article: dict, context: str, qa: dict, rng: random.Random) -> Group | None:
    answer = qa['answers'][0]
    parts = sentences(context)
    gold = next((s for s in parts if answer['text'] in s), None)
    if gold is None or len(gold) > 260 or len(gold) < 25:
        return None
    snippet = cut(context, context.index(gold), len(gold), rng)
    wrong = [s for s in sentences(snippet) if answer['text'] not in s and 25 < len(s) < 260 and s in parts]
    question = asked(qa, rng)
    key = 'squad ' + article['title']
    title = article['title'].replace('_', ' ')
    evidence = snippet if rng.random() < 0.4 else f'{title}\n{snippet}'
    return answered(question, evidence, gold, answer['text'], wrong, names_of(article, rng), key, rng)


def cut(context: str, start: int, length: int, rng: random.Random, limit: int = 500) -> str:
    if len(context) <= limit:
        return context
    room = limit - length
    left = max(0, min(start - rng.randint(0, room), len(context) - limit))
    text = context[left : left + limit]
    return re.sub(r'^\S*\s', '', text) if left else text


def names_of(article: dict, rng: random.Random) -> list[str]:
    paragraph = rng.choice(article['paragraphs'])['context']
    return NAME.findall(paragraph)[:12] or ['Robert Hill']


def row(ask: list[dict], evidence: str, reply: list[str], support: list[int | None], good: bool, broken: str | None = None) -> Row:
    checkable = [0 if s in SAID or s in ABSTAIN else 1 for s in reply]
    labels = KEPT if good else ({broken: 0} if broken else {})
    return Row(ask, reply, evidence, labels, support, checkable)


def answered(question: str, evidence: str, gold: str, answer: str, wrong: list[str], names: list[str], key: str, rng: random.Random) -> Group | None:
    ask = talk('hello', rng.choice(SAID[:6]), question) if rng.random() < 0.12 else user(question)
    best = [paraphrased(gold, rng)] if rng.random() < 0.5 else [gold]
    support: list[int | None] = [1]
    kind = rng.random()
    if kind < 0.15:
        best, support = [rng.choice(SAID), *best], [None, 1]
    elif kind < 0.3:
        best, support = [*best, rng.choice(SAID)], [1, None]
    elif kind < 0.42 and len(answer) > 3:
        best, support = [short_answer(answer)], [1]
    rows, order = [row(ask, evidence, best, support, True)], []
    false = corrupt(gold, names, rng)
    choices = [row(ask, evidence, [rng.choice(ABSTAIN)], [None], False)]
    if false:
        choices.append(row(ask, evidence, [false], [0], False))
    if wrong:
        other = rng.choice(wrong)
        elsewhere = row(ask, evidence, [other], [1], False)
        choices.append(elsewhere)
        turned = corrupt(other, names, rng)
        if turned:
            choices.append(row(ask, evidence, [gold, turned], [1, 0], False))
    if rng.random() < 0.25:
        choices.append(row(ask, evidence, [gold, gold], [1, 1], False, 'no-repetition'))
    if rng.random() < 0.2:
        words = gold.split()
        rng.shuffle(words)
        choices.append(row(ask, evidence, [' '.join(words)], [None], False, 'make-sense'))
    # quoting another sentence is the fault that a small policy makes most, so it is always among the worse ones
    picked = rng.sample(choices, min(3, len(choices)))
    if wrong and elsewhere not in picked:
        picked[0] = elsewhere
    if rng.random() < 0.35:
        # candidates without evidence compete with grounded ones, so the two kinds of row must be comparable
        picked[-1] = row(ask, '', [false or rng.choice(wrong or [gold])], [None], False)
    for choice in picked:
        rows.append(choice)
        order.append((0, len(rows) - 1))
    return Group(key, rows, order)


def short_answer(answer: str) -> str:
    return answer[0].upper() + answer[1:] + '.'


def asked(qa: dict, rng: random.Random) -> str:
    return rng.choice([qa['question'], qa['question'], qa['question'].lower(), qa['question'].rstrip('?').lower()])


def foreign(source: dict, context: str, qa: dict, key: str, rng: random.Random) -> Group | None:
    """Evidence that does not answer: abstaining is best, a sentence of the snippet or an unsupported answer is worse."""
    gold = next((s for s in sentences(context) if qa['answers'][0]['text'] in s), None)
    other = rng.choice(source['paragraphs'])['context']
    if gold is None or len(gold) > 260 or gold in other:
        return None
    snippet = other[:480]
    parts = [s for s in sentences(snippet)[:-1] if 25 < len(s) < 260]
    if not parts:
        return None
    evidence = snippet if rng.random() < 0.4 else f"{source['title'].replace('_', ' ')}\n{snippet}"
    ask = user(asked(qa, rng))
    rows = [row(ask, evidence, [ABSTAIN[0] if rng.random() < 0.8 else rng.choice(ABSTAIN)], [None], True)]
    rows.append(row(ask, evidence, [rng.choice(parts)], [1], False))
    rows.append(row(ask, evidence, [gold], [0], False))
    return Group(key, rows, [(0, 1), (0, 2)])


def load_plain(data: Path, rng: random.Random, groups: int = 700) -> list[Group]:
    """Questions answered without evidence: innocent replies that keep every rule, and ones that answer another question."""
    items = [(a, p['context'], qa) for a in articles(data) for p in a['paragraphs'] for qa in p['qas']]
    out = []
    for article, context, qa in rng.sample(items, groups):
        answer = qa['answers'][0]['text']
        gold = next((s for s in sentences(context) if answer in s), None)
        if gold is None or len(gold) > 220:
            continue
        reply = [short_answer(answer)] if rng.random() < 0.15 and len(answer) > 3 else [paraphrased(gold, rng)]
        ask, (_, elsewhere, _) = user(asked(qa, rng)), rng.choice(items)
        strange = Row(ask, [sentences(elsewhere)[0]], '', {'on-topic': 0})
        out.append(Group('squad ' + article['title'], [Row(ask, reply, '', KEPT, None, [1]), strange], [(0, 1)]))
    return out
