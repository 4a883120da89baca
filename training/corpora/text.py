"""Sentences, snippets and small judgements about text, shared by the data sources."""

import hashlib
import re

SNIPPET = 500  # characters, the most that a snippet holds
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|etc|No|Inc|Ltd|Co|Prof|Gen|Col|Rev|approx|ca|cf|e\.g|i\.e)|\b[A-Z]|\d)\.$"
)
CONNECTIVE = re.compile(
    r"^(?:But|And|(?:However|Also|Then|Thus|Therefore|Additionally|Furthermore|Moreover|Meanwhile|Instead|Still|Later|Nevertheless|Indeed|In addition|"  # noqa: E501
    r"For example|For instance|As a result|In fact|On the other hand|Similarly|Consequently|Hence),) "
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph, without the white space between them."""
    spans, start = [], 0
    for match in re.finditer(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])", text):
        if text[match.start()] == "." and ABBREVIATION.search(text[start : match.start() + 1]):
            continue
        spans.append((start, match.start() + len(match.group().rstrip())))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def sentence_at(text: str, position: int) -> tuple[int, int] | None:
    return next(((s, e) for s, e in sentences(text) if s <= position < e), None)


def snippet_around(text: str, start: int, end: int, limit: int = SNIPPET, before_first: bool = True) -> str | None:
    """Whole sentences around text[start:end], at most limit characters; None where even its own sentences are
    longer.
    """
    spans = sentences(text)
    chosen = [i for i, (s, e) in enumerate(spans) if s < end and e > start]
    if not chosen:
        return None
    first, last = chosen[0], chosen[-1]
    if spans[last][1] - spans[first][0] > limit:
        return None
    grown, turn = True, before_first
    while grown:
        grown = False
        for backwards in (turn, not turn):
            a, b = (first - 1, last) if backwards else (first, last + 1)
            if a >= 0 and b < len(spans) and spans[b][1] - spans[a][0] <= limit:
                first, last, grown = a, b, True
                turn = not turn
                break
    return text[spans[first][0] : spans[last][1]]


def part_of(key: str, dev: int = 10) -> str:
    """'dev' for about dev per cent of the keys, 'train' for the rest, always the same way."""
    return "dev" if int(hashlib.sha256(key.encode()).hexdigest(), 16) % 100 < dev else "train"


def untokenise(text: str) -> str:
    """Takes back the spaces that a tokenizer of old data sets put around punctuation."""
    text = re.sub(r"\s+([.,;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$])\s+", r"\1", text)
    text = re.sub(r"``\s*|\s*''", '"', text)
    text = re.sub(r"\s+('s|'re|'ve|'t|n't|'ll|'d)\b", r"\1", text)
    text = re.sub(r"(\w) - (\w)", r"\1-\2", text)
    return re.sub(r"\s+", " ", text.replace(" – ", "–")).strip()


def standing_alone(sentence: str) -> str:
    """A sentence of a passage without the word that ties it to the one before it: "However, it closed." -> "It
    closed.".
    """
    return capital(CONNECTIVE.sub("", sentence))


def reads_well(sentence: str, low: int = 4, high: int = 46) -> bool:
    """A sentence that can be a reply: whole, and within the tokens that a reply may have."""
    words = sentence.split()
    return (
        low <= len(words) <= high
        and sentence[0].isupper()
        and sentence.endswith((".", '."'))
        and sentence.count('"') % 2 == 0
        and sentence.count("(") == sentence.count(")")
        and "\n" not in sentence
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


PAST = r"(?:\w+ed|wrote|won|led|made|gave|took|sang|built|held|became|began|fell|found|founded|said|wore|won|sold|ran|met|sent|drew|taught|brought|shot|lost|set|grew|saw|left|spoke|bought|broke|chose|fought|kept|told|caught|cost)"  # noqa: E501


def statement_of(question: str, answer: str) -> str | None:
    """The question turned into a full sentence with the answer as its subject, for the shapes where that is safe."""
    answer = answer.strip().rstrip(".,;")
    if len(answer.split()) > 8 or not re.match(r"[\w\"$£€]", answer):
        return None
    q = question.strip().rstrip("?").strip()
    by_copula = re.match(r"^(?:who|what) (is|was|are|were) (the|an?) (.{8,90})$", q, re.I)
    if by_copula and not re.search(r"\b(?:called|named|known as|of what|that was what|in|for|by|to|at|from)$", q):
        verb, article, rest = by_copula.groups()
        turned = (
            re.search(r"\b(?:name|term|word|title|purpose|reason|result|percentage|date|year)\b", rest)
            or not answer[0].isupper()
        )
        if not turned:
            return f"{capital(answer)} {verb.lower()} {article.lower()} {rest}."
        return f"{capital(article.lower())} {rest} {verb.lower()} {answer}."
    by_verb = re.match(rf"^who ({PAST} .{{6,90}})$", q, re.I)
    if by_verb:
        return f"{capital(answer)} {by_verb.group(1)}."
    by_passive = re.match(
        r"^(?:when|in what year|what year) (was|were) ((?:the |an? )?[\w'’.\- ]{2,50}?) (\w+ed|born|built|founded|made|written|begun|held|sold|won|set|found|sent)( .{3,60})?$",  # noqa: E501
        q,
        re.I,
    )
    if by_passive and re.match(
        r"^(?:in |on )?(?:\d|january|february|march|april|may|june|july|august|september|october|november|december)",
        answer,
        re.I,
    ):
        verb, subject, participle, rest = by_passive.groups()
        lead = (
            ""
            if re.match(r"(?:in|on) ", answer, re.I)
            else ("in " if re.fullmatch(r"\d{3,4}|[A-Z]\w+ \d{4}", answer) else "on ")
        )
        return f"{capital(subject)} {verb.lower()} {participle}{rest or ''} {lead}{answer}."
    return None
