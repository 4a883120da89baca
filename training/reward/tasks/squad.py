"""SQuAD 1.1 (CC BY-SA): its articles, snippets of at most 500 characters, and questions answered without evidence.

candidates.py and wiki_claims.py make grounded replies of it.
"""

import random
import re
from pathlib import Path

from corpora.handwritten import PAIRS
from corpora.splits import read_json, sentences
from corpora.text import part_of

from .common import ALL_RULES, Group, Row, user
from .corrupt import NAME, paraphrased

CHAT = read_json(PAIRS / "chat.json")
ABSTAIN = CHAT["abstentions"]
SAID = CHAT["pleasantries"]
KEPT = {rule: 1 for rule in ALL_RULES}


def articles(data: Path, part: str = "train") -> list[dict]:
    """One tenth of the paragraphs, by a hash that the policy's recipe shares, is kept for measuring the agent as a
    whole.
    """
    found = read_json(data / "gen-train/aqleaderboard/test-v1.1.json")["data"]
    return [
        {**a, "paragraphs": kept}
        for a in found
        if (kept := [p for p in a["paragraphs"] if part_of(p["context"]) == part])
    ]


def cut(context: str, start: int, length: int, rng: random.Random, limit: int = 500) -> str:
    if len(context) <= limit:
        return context
    room = limit - length
    left = max(0, min(start - rng.randint(0, room), len(context) - limit))
    text = context[left : left + limit]
    return re.sub(r"^\S*\s", "", text) if left else text


def names_of(article: dict, rng: random.Random) -> list[str]:
    paragraph = rng.choice(article["paragraphs"])["context"]
    return NAME.findall(paragraph)[:12] or ["Robert Hill"]


def row(
    ask: list[dict], evidence: str, reply: list[str], support: list[int | None], good: bool, broken: str | None = None
) -> Row:
    checkable = [0 if s in SAID or s in ABSTAIN else 1 for s in reply]
    labels = KEPT if good else ({broken: 0} if broken else {})
    return Row(ask, reply, evidence, labels, support, checkable)


def short_answer(answer: str) -> str:
    return answer[0].upper() + answer[1:] + "."


def asked(qa: dict, rng: random.Random) -> str:
    return rng.choice([qa["question"], qa["question"], qa["question"].lower(), qa["question"].rstrip("?").lower()])


def load_plain(data: Path, rng: random.Random, groups: int = 700) -> list[Group]:
    """Questions answered without evidence: innocent replies that keep every rule, and ones that answer another
    question.
    """
    items = [(a, p["context"], qa) for a in articles(data) for p in a["paragraphs"] for qa in p["qas"]]
    out = []
    for article, context, qa in rng.sample(items, groups):
        answer = qa["answers"][0]["text"]
        gold = next((s for s in sentences(context) if answer in s), None)
        if gold is None or len(gold) > 220:
            continue
        reply = [short_answer(answer)] if rng.random() < 0.15 and len(answer) > 3 else [paraphrased(gold, rng)]
        ask, (_, elsewhere, _) = user(asked(qa, rng)), rng.choice(items)
        strange = Row(ask, [sentences(elsewhere)[0]], "", {"on-topic": 0})
        out.append(Group("squad " + article["title"], [Row(ask, reply, "", KEPT, None, [1]), strange], [(0, 1)]))
    return out
