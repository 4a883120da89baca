"""Claims made from SQuAD's questions and answers: the question turned into a statement with the right answer, or with
    another
answer of its kind. Wording is far from the evidence's, and only the meaning tells true from false."""

import random
import re
from pathlib import Path

from corpora.splits import sentences

from .common import Group, Row, user
from .corrupt import corrupt, paraphrased
from .squad import articles, asked, cut, names_of, short_answer

HELPERS = "is|was|are|were|did|do|does|has|had|have|can|could|will|would|should|may|might|must"
VERBS = r"\w+ed|won|led|became|began|made|wrote|took|gave|held|contains?|includes?|lies|lives|stands|said|found|built|ran|grew|left|met|sold|bought|uses|shows?|means?|plays?"  # noqa: E501
ASK = ("Is that right?", "What do we know about it?", "Tell me about it.", "what is known", "What does the source say?")


def stated(question: str, answer: str) -> str | None:
    """'Who won the cup?' and 'Brazil' -> 'Brazil won the cup.'; None where no pattern fits."""
    text = question.strip().rstrip("?").strip()
    found = re.match(rf"(?:Who|What) (?:(?!(?:{HELPERS})\b)(\w+ .+))$", text)
    if found and text.startswith("Who "):
        return finished(f"{answer} {found[1]}")
    found = re.match(r"(?:Who|What) (is|was|are|were) ((?:the|a|an|one) .+)$", text)
    if found and not re.search(r"\b(called|of|to|in|by|for|with|known as|named)$", found[2]):
        return finished(f"{found[2]} {found[1]} {answer}")
    found = re.match(rf"How many (?!.*\b(?:{HELPERS})\b)(.+)$", text)
    if found and re.fullmatch(r"[\d,.]+", answer):
        return finished(f"{answer} {found[1]}")
    found = re.match(rf"(?:Which|What) (?!.*\b(?:did|do|does)\b)[\w\' ]+? ({VERBS}) (.+)$", text)
    if found:
        return finished(f"{answer} {found[1]} {found[2]}")
    found = re.match(
        r"(?:When|In (?:what|which) year) (was|were) ((?:the )?[A-Z][\w\' -]+?) (\w+ed|built|born|made|found|written)( .*)?$",  # noqa: E501
        text,
    )
    if found and re.search(r"\d", answer):
        return finished(f"{found[2]} {found[1]} {found[3]}{found[4] or ''} in {answer}")
    found = re.match(r"Where (is|was|are|were) ((?:the )?[A-Z][\w\' -]+?) (\w+ed|built|born|held)$", text)
    if found:
        return finished(
            f"{found[2]} {found[1]} {found[3]} {answer if re.match('(in|at|on|near) ', answer) else 'in ' + answer}"
        )
    return None


def finished(text: str) -> str:
    return text[0].upper() + " ".join(text[1:].split()) + "."


def kind(answer: str) -> str:
    if re.search(r"\d", answer):
        return "year" if re.search(r"\b[12]\d{3}\b", answer) else "number"
    return "name" if answer[0].isupper() else "words"


def other_answer(answer: str, near: list[str], far: list[str], rng: random.Random) -> str | None:
    """One of the same kind and a similar length, from the same paragraph if there is one."""
    fits = lambda a: (
        kind(a) == kind(answer)
        and a.lower() not in answer.lower()
        and answer.lower() not in a.lower()
        and abs(len(a) - len(answer)) < 25
    )
    for found in ([a for a in near if fits(a)], [a for a in far if fits(a)]):
        if found and (found is not near or rng.random() < 0.75):
            return rng.choice(found)
    return None


def load(data: Path, rng: random.Random) -> list[Group]:
    groups = []
    for article in articles(data):
        far = [qa["answers"][0]["text"] for p in article["paragraphs"] for qa in p["qas"]]
        for paragraph in article["paragraphs"]:
            near = [qa["answers"][0]["text"] for qa in paragraph["qas"]]
            for qa in paragraph["qas"]:
                groups += claims(article, paragraph["context"], qa, near, far, rng)
    rng.shuffle(groups)
    return groups


def claims(article: dict, context: str, qa: dict, near: list[str], far: list[str], rng: random.Random) -> list[Group]:
    answer = qa["answers"][0]["text"]
    gold = next((s for s in sentences(context) if answer in s), None)
    if gold is None or not 25 < len(gold) < 320:
        return []
    title, key = article["title"].replace("_", " "), "squad " + article["title"]
    snippet = gold if rng.random() < 0.35 else cut(context, context.index(gold), len(gold), rng)
    evidence = snippet if rng.random() < 0.4 else f"{title}\n{snippet}"
    wrong, true = other_answer(answer, near, far, rng), stated(qa["question"], answer)
    pair: tuple[str, str | None] | None = None
    ask = user(asked(qa, rng))
    roll = rng.random()
    if true and roll < 0.75:
        false = (
            stated(qa["question"], wrong)
            if wrong and rng.random() < 0.7
            else corrupt(true, names_of(article, rng), rng)
        )
        pair = (true, false)
        if rng.random() < 0.6:
            ask = user(rng.choice(ASK))
    elif roll < 0.4 and wrong and len(answer) > 1:
        pair = (short_answer(answer), short_answer(wrong))
    elif roll < 0.65:
        pair = (paraphrased(gold, rng), corrupt(gold, names_of(article, rng), rng))
        ask = user(rng.choice(ASK))
    elif roll < 0.8:
        pair = halves(
            gold, [s for s in sentences(snippet) if s != gold and s in context and 20 < len(s) < 160], article, rng
        )
        ask = user(rng.choice(ASK))
    if pair is None or len(pair[0]) > 330:
        return []
    rows = [Row(ask, [pair[0]], evidence, {}, [1], [1])]
    if pair[1] and pair[1] != pair[0]:
        rows.append(Row(ask, [pair[1]], evidence, {}, [0], [1]))
    return [Group(key, rows, [(0, 1)] if len(rows) > 1 else [])]


def halves(gold: str, others: list[str], article: dict, rng: random.Random) -> tuple[str, str] | None:
    """Two facts in one sentence; false where the second half is edited or stands in another paragraph."""
    if not others or len(gold) > 180:
        return None
    second = rng.choice(others)
    foreign = [s for s in sentences(rng.choice(article["paragraphs"])["context"]) if 20 < len(s) < 160 and s != second]
    false = corrupt(second, names_of(article, rng), rng) if rng.random() < 0.5 or not foreign else rng.choice(foreign)
    if not false or false == gold:
        return None
    join = lambda half: f"{gold.rstrip('.')}, and {half[0].lower()}{half[1:]}"
    return join(second), join(false)
