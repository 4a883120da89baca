"""What a small policy may say to a question of SQuAD over a snippet, in the order in which a user would want it.

Over a snippet that answers: the answer (the passage's own sentence, a statement, a short form), then the answer with
ballast or cut short, then an abstention, then what does not answer (another sentence of the snippet, a wrong or
foreign value, a garbled or doubled sentence). Over a snippet that does not: an abstention before everything else."""

import random
from pathlib import Path

from corpora.splits import sentences

from .claims import long_words
from .common import Group, Row, talk, user
from .corrupt import corrupt, damaged, paraphrased
from .fused import shortened
from .squad import ABSTAIN, KEPT, SAID, articles, cut, names_of, short_answer
from .wiki_claims import other_answer, stated

SMALL_TALK = ("hi", "Hello!", "thanks, that helps", "Hey, one more question", "good morning")
LEADS = (
    "Do you know {0}",
    "Can you tell me {0}",
    "Please tell me {0}",
    "I would like to know: {0}",
    "hey, {0}",
    "Quick question: {0}",
    "not sure about this one. {0}",
)
RIGHT, SPOILED, NOTHING, WRONG = 3, 2, 1, 0
Rated = tuple[int, Row]


def load(data: Path, rng: random.Random, groups: int, unanswerable: float = 0.32) -> list[Group]:
    items = [(a, p, qa) for a in articles(data) for p in a["paragraphs"] for qa in p["qas"]]
    rng.shuffle(items)
    out: list[Group] = []
    for article, paragraph, qa in items:
        if len(out) == groups:
            break
        source = article if rng.random() < 0.65 else rng.choice(items)[0]
        made = (
            astray(article, source, paragraph, qa, rng)
            if rng.random() < unanswerable
            else answered(article, paragraph, qa, rng)
        )
        out += [made] if made else []
    return out


def asked(question: str, rng: random.Random) -> list[dict]:
    """As people type: in lower case, without a question mark, after small talk, inside a sentence."""
    text = question.strip()
    if rng.random() < 0.15:
        text = rng.choice(LEADS).format(text[0].lower() + text[1:])
    if rng.random() < 0.35:
        text = text.lower()
    if rng.random() < 0.35:
        text = text.rstrip("?").strip()
    return talk(rng.choice(SMALL_TALK), rng.choice(SAID[:6]), text) if rng.random() < 0.1 else user(text)


def found(paragraph: dict, qa: dict) -> tuple[str, str] | None:
    """(answer, the sentence that holds it)"""
    answer = qa["answers"][0]["text"]
    gold = next((s for s in sentences(paragraph["context"]) if answer in s), None)
    return (answer, gold) if gold and 25 < len(gold) < 300 else None


def evidence(article: dict, text: str, others: list[str], rng: random.Random) -> str:
    """The snippet, with its title more often than not, and now and then other short snippets around it."""
    shown = text if rng.random() < 0.35 else f"{article['title'].replace('_', ' ')}\n{text}"
    if len(text) > 330 or rng.random() > 0.25:
        return shown
    around = [cut(o, 0, 0, rng, 170) for o in rng.sample(others, min(len(others), rng.choice([1, 1, 2])))]
    around.insert(rng.randrange(len(around) + 1), shown)
    return "\n".join(around)


def answered(article: dict, paragraph: dict, qa: dict, rng: random.Random) -> Group | None:
    both = found(paragraph, qa)
    if both is None:
        return None
    (answer, gold), context = both, paragraph["context"]
    snippet = cut(context, context.index(gold), len(gold), rng, max(len(gold) + 60, rng.choice([240, 320, 400, 500])))
    others = [p["context"] for p in article["paragraphs"] if answer not in p["context"]]
    shown, ask = evidence(article, snippet, others, rng), asked(qa["question"], rng)
    beside = [s for s in sentences(snippet) if answer not in s and s in context and 25 < len(s) < 260]
    rated = [*right(ask, shown, qa["question"], answer, gold, rng), nothing(ask, shown, rng)]
    bad = [
        *spoiled(ask, shown, answer, gold, beside, rng),
        *wrong(ask, shown, article, paragraph, qa, answer, gold, rng),
    ]
    quoted = [(WRONG, Row(ask, [s], shown, {}, [1], [1])) for s in rng.sample(beside, min(2, len(beside)))]
    # quoting another sentence is the fault that a small policy makes most
    picked = [*quoted[:1], *rng.sample([*quoted[1:], *bad], min(len(bad) + len(quoted[1:]), 3 - len(quoted[:1])))]
    if (
        rng.random() < 0.35
    ):  # a candidate written without evidence competes with grounded ones, so the two kinds of row must compare
        unseen = corrupt(gold, names_of(article, rng), rng) or rng.choice(beside or [gold])
        picked.append((WRONG, Row(ask, [unseen], "", {}, None, None)))
    return ranked("squad " + article["title"], [*rated, *picked], answer)


def ranked(key: str, rated: list[Rated], answer: str | None = None) -> Group:
    order = [(i, j) for i, (a, _) in enumerate(rated) for j, (b, _) in enumerate(rated) if a > b]
    return Group(key, [row for _, row in rated], order, answer=answer)


def nothing(ask: list[dict], shown: str, rng: random.Random) -> Rated:
    said = ABSTAIN[0] if rng.random() < 0.7 else rng.choice(ABSTAIN)
    return NOTHING, Row(ask, [said], shown, {}, [None], [0])


def right(ask: list[dict], shown: str, question: str, answer: str, gold: str, rng: random.Random) -> list[Rated]:
    forms = [gold, gold, paraphrased(gold, rng)]
    forms += [short_answer(answer)] if len(answer) > 3 else []
    told = stated(question, answer)
    forms += [told, told, told] if told else []
    picked = rng.sample(forms, 2) if rng.random() < 0.3 else [rng.choice(forms)]
    return [(RIGHT, Row(ask, [text], shown, KEPT, [1], [1])) for text in dict.fromkeys(picked)]


def spoiled(ask: list[dict], shown: str, answer: str, gold: str, beside: list[str], rng: random.Random) -> list[Rated]:
    words = gold.split()
    part = " ".join(words[: rng.randint(3, max(3, len(words) - 2))])
    rows = [
        (SPOILED if answer in part else WRONG, Row(ask, [part], shown, {}, [None], None)),
        (WRONG, Row(ask, [gold] * rng.choice([2, 2, 3]), shown, {"no-repetition": 0}, None, None)),
        (WRONG, Row(ask, [damaged(gold, rng)], shown, {"make-sense": 0}, [None], None)),
    ]
    rows += [
        (WRONG, Row(ask, [text], shown, {}, [1], [1]))
        for text in {shortened(gold, rng) for _ in range(3)}
        if answer not in text
    ]
    if beside:
        rows.append((SPOILED, Row(ask, [gold, rng.choice(beside)], shown, {}, [1, 1], [1, 1])))
    return rows


def wrong(
    ask: list[dict], shown: str, article: dict, paragraph: dict, qa: dict, answer: str, gold: str, rng: random.Random
) -> list[Rated]:
    near = [q["answers"][0]["text"] for q in paragraph["qas"]]
    far = [q["answers"][0]["text"] for p in article["paragraphs"] for q in p["qas"]]
    other = other_answer(answer, near, far, rng)
    texts = [corrupt(gold, names_of(article, rng), rng), echo(qa["question"], rng)]
    if other:
        texts += [gold.replace(answer, other), stated(qa["question"], other), short_answer(other)]
    beside = [
        (q, a)
        for q in paragraph["qas"]
        if answer not in (a := q["answers"][0]["text"]) and a in shown and a not in answer
    ]
    rows = [(WRONG, Row(ask, [text], shown, {}, [0], [1])) for text in texts if text and text != gold]
    if beside:  # true, but the answer to another question
        text = stated(beside[0][0]["question"], beside[0][1]) or short_answer(beside[0][1])
        rows.append((WRONG, Row(ask, [text], shown, {}, None, [1])))
    return rows


def astray(article: dict, source: dict, paragraph: dict, qa: dict, rng: random.Random) -> Group | None:
    both, context = found(paragraph, qa), rng.choice(source["paragraphs"])["context"]
    if both is None or both[0] in context:
        return None
    answer, gold = both
    snippet = cut(context, 0, 0, rng, rng.choice([240, 320, 400, 500]))
    parts = [s for s in sentences(snippet) if s in context and 25 < len(s) < 260]
    if not parts:
        return None
    shown, ask = evidence(source, snippet, [], rng), asked(qa["question"], rng)
    nearest = max(parts, key=lambda s: len(long_words(s) & long_words(qa["question"])))
    values = [a for q in paragraph["qas"] for a in [q["answers"][0]["text"]]]
    rows = [
        nothing(ask, shown, rng),
        (WRONG, Row(ask, [nearest if rng.random() < 0.6 else rng.choice(parts)], shown, {}, [1], [1])),
    ]
    told = [gold, stated(qa["question"], answer), stated(qa["question"], rng.choice(values)), damaged(nearest, rng)]
    names = [a for p in source["paragraphs"] for q in p["qas"] if (a := q["answers"][0]["text"]) in snippet]
    told += [stated(qa["question"], rng.choice(names)), short_answer(rng.choice(names))] if names else []
    usable = [t for t in told if t]
    rows += [
        (WRONG, Row(ask, [t], shown, {}, [0] if t in (gold, told[1]) else [None], [1]))
        for t in rng.sample(usable, min(2, len(usable)))
    ]
    return ranked("squad " + article["title"], rows, "")


def echo(question: str, rng: random.Random) -> str | None:
    """A statement whose answer is taken from the question itself."""
    words = question.rstrip("?").split()
    return stated(question, " ".join(words[-rng.randint(2, 4) :])) if len(words) > 6 else None
