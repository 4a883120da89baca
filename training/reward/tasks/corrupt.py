"""Small edits that make a true sentence false: a number, a name (of code too), a negation or an antonym."""

from __future__ import annotations

import random
import re

NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*\b")
CODE_NAME = re.compile(r"\b[a-z]+(?:[A-Z][a-z]+)+\b|\b[a-z]{2,}(?:[-_][a-z]{2,})+\b|--[a-z]+(?:-[a-z]+)*")
CODE_NAMES = (
    "max-size",
    "fast-limits",
    "useCache",
    "retryCount",
    "read_only",
    "keepOpen",
    "bodyParser",
    "--no-wait",
    "easy-timeout",
    "headerLimit",
    "strict_mode",
    "autoClose",
    "poolSize",
    "fetch-all",
    "--dry",
    "logFormat",
)
TURN = (
    (r"\bis\b", "is not"),
    (r"\bare\b", "are not"),
    (r"\bwas\b", "was not"),
    (r"\bwere\b", "were not"),
    (r"\bcan\b", "cannot"),
    (r"\bhas been\b", "has never been"),
    (r"\bmust\b", "must not"),
    (r"\bwill\b", "will not"),
    (r"\bshould\b", "should not"),
    (r"\bdoes not\b", "does"),
    (r"\bis not\b", "is"),
    (r"\bcannot\b", "can"),
    (r"\bdid not\b", "did"),
    (r"\bnever\b", "always"),
)
SWAP = (
    ("before", "after"),
    ("first", "last"),
    ("more", "less"),
    ("largest", "smallest"),
    ("most", "least"),
    ("high", "low"),
    ("higher", "lower"),
    ("north", "south"),
    ("east", "west"),
    ("always", "never"),
    ("all", "none of"),
    ("true", "false"),
    ("enabled", "disabled"),
    ("increase", "decrease"),
    ("increased", "decreased"),
    ("early", "late"),
    ("start", "end"),
    ("began", "ended"),
    ("won", "lost"),
    ("men", "women"),
    ("father", "mother"),
    ("old", "new"),
    ("synchronous", "asynchronous"),
    ("required", "optional"),
    ("maximum", "minimum"),
    ("with", "without"),
    ("allow", "forbid"),
    ("allows", "forbids"),
    ("public", "private"),
    ("only", "hardly"),
    ("many", "few"),
    ("large", "small"),
    ("long", "short"),
    ("client", "server"),
    ("read", "write"),
    ("seconds", "hours"),
    ("bytes", "megabytes"),
    ("left", "right"),
    ("north", "south"),
    ("rich", "poor"),
    ("input", "output"),
)
BOTH = {a: b for a, b in SWAP} | {b: a for a, b in SWAP}


def corrupt(text: str, names: list[str], rng: random.Random) -> str | None:
    """A false version of the sentence, or None where no edit fits."""
    edits = [new_number, new_name, new_code_name, negated, swapped, turned_round]
    rng.shuffle(edits)
    for edit in edits:
        out = edit(text, names, rng)
        if out and out != text:
            return out
    return None


def replaced(text: str, match: re.Match, new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def new_number(text: str, names: list[str], rng: random.Random) -> str | None:
    found = list(NUMBER.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    digits = re.sub(r"\D", "", match.group())
    if len(digits) == 4 and digits[0] in "12":
        return replaced(text, match, str(int(digits) + rng.choice([-31, -12, -7, -3, 2, 5, 14, 40])))
    value = int(digits or 0) + rng.choice([1, 2, 3, 7, 10, 30]) * rng.choice([1, 1, 10])
    return replaced(text, match, str(value))


def new_name(text: str, names: list[str], rng: random.Random) -> str | None:
    found = list(NAME.finditer(text))
    other = [n for n in names if n not in text]
    if not found or not other:
        return None
    return replaced(text, rng.choice(found), rng.choice(other))


def new_code_name(text: str, names: list[str], rng: random.Random) -> str | None:
    """An option, function or package that the source does not have."""
    found = list(CODE_NAME.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    own = match.group()
    cut = max(own.find("-", 2), own.find("_"), next((i for i, c in enumerate(own) if c.isupper()), 0))
    other = [n for n in CODE_NAMES if n not in text]
    return replaced(
        text,
        match,
        rng.choice(other)
        if cut <= 0 or rng.random() < 0.6
        else rng.choice(("fast", "auto", "raw", "total", "local")) + own[cut:],
    )


def negated(text: str, names: list[str], rng: random.Random) -> str | None:
    fits = [(p, new) for p, new in TURN if re.search(p, text)]
    if not fits:
        return None
    pattern, new = rng.choice(fits)
    return re.sub(pattern, new, text, count=1)


def swapped(text: str, names: list[str], rng: random.Random) -> str | None:
    found = [m for m in re.finditer(r"[A-Za-z]+", text) if m.group().lower() in BOTH]
    if not found:
        return None
    match = rng.choice(found)
    return replaced(text, match, BOTH[match.group().lower()])


def turned_round(text: str, names: list[str], rng: random.Random) -> str | None:
    """Two names of the sentence change places: every word stands in the source, and the relation is wrong."""
    found = list(NAME.finditer(text))
    pairs = [(a, b) for a in found for b in found if a.end() < b.start() and a.group() != b.group()]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


def damaged(text: str, rng: random.Random) -> str:
    """Senseless: words in disorder, halves that do not fit, a sentence and its opposite."""
    words, kind = text.split(), rng.random()
    middle = len(words) // 2
    if kind < 0.25:
        rng.shuffle(words)
    elif kind < 0.45:  # only a stretch of it
        start = rng.randrange(max(1, len(words) - 4))
        stretch = words[start : start + 6]
        rng.shuffle(stretch)
        words[start : start + 6] = stretch
    elif kind < 0.6:
        words = [*words[middle:], *words[:middle]]
    elif kind < 0.75:
        words = [w for w in words for w in ([w] if rng.random() > 0.3 else [rng.choice(words)])]
    elif kind < 0.9 and (opposite := negated(text, [], rng)):
        words = f"{text} {opposite}".split()
    else:
        words = [*words[: middle + 1], *words[max(0, middle - 3) : middle + 1], *words[:middle]]
    return " ".join(words)


def paraphrased(text: str, rng: random.Random) -> str:
    """Light rewording that keeps the sense."""
    swaps = (
        (r"\bapproximately\b", "about"),
        (r"\blocated in\b", "in"),
        (r"\bin order to\b", "to"),
        (r"\bis known as\b", "is called"),
        (r"\bhowever, ", ""),
        (r"\bHowever, ", ""),
        (r"\bAdditionally, ", ""),
        (r"\balso \b", ""),
        (r"\bsuch as\b", "like"),
        (r"\bbegan\b", "started"),
        (r"\bcan be\b", "may be"),
        (r"\bmust be\b", "has to be"),
        (r"\bin addition to\b", "besides"),
        (r"\bnumerous\b", "many"),
        (r"\bresulted in\b", "led to"),
        (r"\bwithin\b", "inside"),
        (r"\bprovides\b", "gives"),
        (r"\breceived\b", "got"),
        (r"\bapproximately\b", "roughly"),
        (r"\bsituated\b", "located"),
        (r"\bobtain\b", "get"),
        (r"\ballows\b", "lets"),
        (r"\brequires\b", "needs"),
        (r"\bmultiple\b", "several"),
        (r"\bmajor\b", "important"),
        (r"\bmany\b", "a lot of"),
        (r"\bby default\b", "unless set otherwise"),
        (r"\breturns\b", "gives back"),
        (r"\bpreviously\b", "before"),
        (r"\bcurrently\b", "now"),
        (r"\bpurchase\b", "buy"),
        (r"\bcreated\b", "made"),
        (r"\bconstructed\b", "built"),
        (r"\bapprox\.", "about"),
        (r"\bdue to\b", "because of"),
    )
    for pattern, new in rng.sample(swaps, len(swaps)):
        text = re.sub(pattern, new, text)
    text = re.sub(r" ?\([^()]{1,40}\)", "", text)
    front = re.match(r"^(In \d{4}|In [A-Z]\w+|By default), (.+)\.$", text)
    if front and rng.random() < 0.6:
        rest = front.group(2)
        text = f"{rest[0].upper()}{rest[1:]} {front.group(1)[0].lower()}{front.group(1)[1:]}."
    return text
