"""Statements as summaries make them of SQuAD's paragraphs (CC BY-SA): a sentence without its asides, which is true,
    and one made of two,
or with a number or name of another, which is not. Every word stands in the source, so only who does what tells them
apart."""

import random
import re
from pathlib import Path

from corpora.splits import sentences

from .claims import ASK, long_words
from .common import Group, Row, user
from .corrupt import NAME, NUMBER, replaced
from .squad import articles

MONTH = re.compile("January|February|March|April|May|June|July|August|September|October|November|December")
YEAR = re.compile(r"[12]\d{3}")
LONGEST = 900  # characters of a source
BESIDE = 4  # paragraphs of the article, at most, on either side of a source that stands in a long text
SINGULAR, PLURAL = {"is", "was", "has"}, {"are", "were", "have"}
ASIDES = (
    r" ?\([^()]*\)",
    r", (?:which|who|where|whose|when) (?:[^,;]|,(?=\d))+,(?= )",
    r"(?<=\w), (?:which|who|where|whose|including|such as|although|though|while|whereas|making|leading|resulting|because|since) [^;]*(?=\.$)",  # noqa: E501
    r"^(?:In|During|After|Before|By|Since|On|At|From|For|Although|While|As|With|Despite|However|Furthermore|Additionally|Moreover|Thus|Also)\b[^,;]{0,70}, (?=[a-zA-Z])",  # noqa: E501
    r"; [^;]*(?=\.$)",
)
CLAUSE = re.compile(
    r"(?P<subject>(?:(?:The|A|An) )?[A-Z][\w'’-]*(?: [\w'’-]+){0,6}?) (?P<verb>is|was|are|were|has|had|have|can|could|would|became|won|began|made|held|led|wrote|took|[a-z]{3,}ed) (?P<rest>.{15,})"  # noqa: E501
)
NOBODY = {
    "it",
    "he",
    "she",
    "they",
    "this",
    "these",
    "those",
    "that",
    "there",
    "we",
    "you",
    "his",
    "her",
    "its",
    "their",
    "one",
    "some",
    "many",
    "most",
    "other",
    "others",
    "another",
    "such",
    "both",
    "all",
    "what",
    "while",
    "when",
    "if",
    "in",
    "as",
    "although",
    "after",
    "since",
    "for",
    "by",
    "on",
    "at",
    "with",
    "to",
    "from",
    "but",
    "and",
}


def shortened(sentence: str, rng: random.Random) -> str:
    """Without some of its asides; as it is where it has none or too little would be left."""
    text = sentence
    for aside in rng.sample(ASIDES, len(ASIDES)):
        shorter = re.sub(aside, "", text)
        if len(shorter.split()) >= 6 and rng.random() < 0.85:
            text = shorter[0].upper() + shorter[1:]
    return text


def clause(sentence: str) -> re.Match | None:
    """Subject, verb and rest, where the subject names something."""
    found = CLAUSE.match(sentence)
    return found if found and found["subject"].split()[0].lower() not in NOBODY else None


def fused(sentence: str, other: str) -> str | None:
    """The subject of the one with what the other says of its own."""
    one, two = clause(sentence), clause(other)
    if (
        not one
        or not two
        or long_words(one["subject"]) & long_words(two["subject"])
        or one["subject"] in other
        or two["subject"] in sentence
    ):
        return None
    if {one["verb"], two["verb"]} & SINGULAR and {one["verb"], two["verb"]} & PLURAL:
        return None
    return f"{one['subject']} {two['verb']} {two['rest']}"


def moved(sentence: str, others: list[str], rng: random.Random) -> str | None:
    """With a number or a name that another sentence of the source has and this one lacks."""
    for told in rng.sample((numbers, names), 2):
        there = [m for text in others for m in told(text) if m.group() not in sentence]
        pairs = [(m, new.group()) for m in told(sentence) for new in there if alike(m.group(), new.group())]
        if pairs:
            match, new = rng.choice(pairs)
            return replaced(sentence, match, new)
    return None


def numbers(text: str) -> list[re.Match]:
    return list(NUMBER.finditer(text))


def names(text: str) -> list[re.Match]:
    """Whole ones, and no months, which change places with nothing else."""
    return [
        m
        for m in NAME.finditer(text)
        if not MONTH.search(m.group()) and not re.search(r"[A-Z]\S* $", text[: m.start()])
    ]


def alike(one: str, other: str) -> bool:
    """Two years, two other numbers of one length, or two names that share no word."""
    if one[0].isdigit():
        return len(one) == len(other) and bool(YEAR.fullmatch(one)) == bool(YEAR.fullmatch(other))
    return not long_words(one) & long_words(other)


def untrue(sentence: str, others: list[str], rng: random.Random) -> str | None:
    joined = [text for other in others if (text := fused(sentence, other))]
    if joined and rng.random() < 0.6:
        return rng.choice(joined)
    return moved(sentence, others, rng) or (rng.choice(joined) if joined else None)


def group(title: str, source: str, evidence: str, rng: random.Random) -> Group | None:
    """What is true of a source, and the same with one sentence that is not; the evidence holds the source."""
    told = [s for s in sentences(source) if 30 < len(s) < 300]
    rng.shuffle(told)
    for i, sentence in enumerate(told):
        others = [s for s in told if s != sentence]
        false = untrue(shortened(sentence, rng), [shortened(s, rng) for s in others], rng)
        if not false:
            continue
        true = shortened(told[i - 1] if rng.random() < 0.4 else sentence, rng)
        around = [
            shortened(s, rng)
            for s in rng.sample(others, min(rng.choice((0, 0, 1, 2)), len(others)))
            if s != told[i - 1]
        ]
        at = rng.randint(0, len(around))
        replies = [[*around[:at], one, *around[at:]] for one in (true, false)]
        labels: list[list[int | None]] = [[1] * (len(around) + 1), [*[1] * at, 0, *[1] * (len(around) - at)]]
        shown = evidence if rng.random() < 0.6 else f"{title.replace('_', ' ')}\n{evidence}"
        rows = [
            Row(user(rng.choice(ASK)), reply, shown, {}, label, [1] * len(reply))
            for reply, label in zip(replies, labels)
        ]
        return Group("squad " + title, rows, [(0, 1)])
    return None


def load(data: Path, rng: random.Random) -> list[Group]:
    found = []
    for article in articles(data):
        texts = [" ".join(paragraph["context"].split()) for paragraph in article["paragraphs"]]
        for i, text in enumerate(texts):
            source = text if len(text) <= LONGEST else text[: text.rfind(". ", 0, LONGEST) + 1]
            before, after = (rng.randint(0, BESIDE) if rng.random() < 0.5 else 0 for _ in range(2))
            evidence = " ".join([*texts[max(0, i - before) : i], source, *texts[i + 1 : i + 1 + after]])
            found.append(group(article["title"], source, evidence, rng))
    return [one for one in found if one]
