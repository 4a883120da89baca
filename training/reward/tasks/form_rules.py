"""Rules on the form and the words of a reply, labelled by code: what many of the rules that users write are like.

The replies are people's choices of HH-RLHF, so that a rule about a word, a number or a length meets every subject. A
rule that would nearly always be kept, or nearly never, is met by changing the reply. None is a rule of
heldout/custom.jsonl."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpora.splits import sample, sentences

from .common import Group, Row
from .preferences import PARTS, held_out, hh_pairs

LINKS = (
    "See https://example.org/help for more.",
    "The list is at www.example.com/list.",
    "Read http://docs.example.net first.",
)
OFFERS = (
    "Let me know if you need anything else.",
    "I am glad to help further.",
    "Just ask if something is unclear.",
    "Do not hesitate to ask again.",
)
WISHES = ("Have a nice day!", "All the best.", "Take care!", "Enjoy your evening.")
SORRY = ("Sorry about that.", "I apologise.", "My apologies.", "I am sorry to hear that.")
PRICES = ("It costs 20 dollars.", "That is about £15.", "Expect to pay 40 euros.", "The price is $9.99.")
EMOJI = ("😀", "👍", "🎉", "❤️", "🙏")
SMALL = re.compile(r"^[a-z]{5,}$")


@dataclass
class FormRule:
    wordings: tuple[str, ...]  # {0} is the rule's own word or number
    kept: Callable[[str, str], bool]  # (reply, own)
    added: tuple[
        str, ...
    ] = ()  # where the rule asks for or forbids what replies seldom have: it is added to half of them
    own: tuple[str, ...] = field(
        default=("",)
    )  # words or numbers to draw from; WORD draws one from the reply or from elsewhere


WORD = ("WORD",)


def has(words: tuple[str, ...]) -> Callable[[str, str], bool]:
    return lambda reply, own: any(word in reply for word in words)


def lacks(words: tuple[str, ...]) -> Callable[[str, str], bool]:
    return lambda reply, own: not any(word in reply for word in words)


def mentions(reply: str, own: str) -> bool:
    return re.search(rf"\b{re.escape(own)}\b", reply, re.I) is not None


def words(reply: str) -> int:
    return len(reply.split())


RULES = (
    FormRule(
        (
            "Never mention {0}.",
            'Do not use the word "{0}".',
            "The reply must not contain the word {0}.",
            "Avoid any mention of {0}.",
        ),
        lambda reply, own: not mentions(reply, own),
        own=WORD,
    ),
    FormRule(
        (
            "Always mention {0}.",
            'The reply has to contain the word "{0}".',
            "Say something about {0} in each reply.",
            "The agent uses the word {0}.",
        ),
        mentions,
        own=WORD,
    ),
    FormRule(
        ("Use no digits.", "The reply must not contain numbers written in figures.", "No figures in the reply."),
        lambda reply, own: not re.search(r"\d", reply),
        PRICES,
    ),
    FormRule(
        ("Give at least one number.", "The reply contains a figure.", "Each reply has to name a number in digits."),
        lambda reply, own: re.search(r"\d", reply) is not None,
        PRICES,
    ),
    FormRule(
        ("Do not state prices.", "Sums of money must not be named.", "The reply never says what something costs."),
        lacks(PRICES),
        PRICES,
    ),
    FormRule(("Name a price.", "The reply says what it costs.", "Always state a sum of money."), has(PRICES), PRICES),
    FormRule(
        ("Include a link.", "Every reply gives a web address.", "Point to a web page by its address."),
        has(LINKS),
        LINKS,
    ),
    FormRule(
        ("Offer further help.", "The reply ends with an offer to help with more.", "Say that the user may ask again."),
        has(OFFERS),
        OFFERS,
    ),
    FormRule(
        ("Do not offer further help.", "The agent never invites more questions.", "No closing offers of help."),
        lacks(OFFERS),
        OFFERS,
    ),
    FormRule(
        ("Close with a good wish.", "The reply ends with a kind farewell.", "Wish the user well at the end."),
        has(WISHES),
        WISHES,
    ),
    FormRule(
        ("No farewells.", "The reply must not wish the user a nice day or the like.", "Do not say goodbye."),
        lacks(WISHES),
        WISHES,
    ),
    FormRule(
        ("Never say sorry.", "The reply must not contain an apology.", "Do not apologise."),
        lambda reply, own: not re.search(r"\b(sorry|apolog)", reply, re.I),
        SORRY,
    ),
    FormRule(
        ("Put an emoji in the reply.", "Each reply has a smiley or another emoji.", "Use emojis."), has(EMOJI), EMOJI
    ),
    FormRule(
        ("Use at most {0} words.", "No reply is longer than {0} words.", "Keep it under {0} words."),
        lambda reply, own: words(reply) < int(own),
        own=("10", "15", "20", "30", "50"),
    ),
    FormRule(
        ("Use more than {0} words.", "A reply has at least {0} words.", "Answer at length, in over {0} words."),
        lambda reply, own: words(reply) > int(own),
        own=("10", "20", "30", "50"),
    ),
    FormRule(
        ("Answer in a single sentence.", "The reply is one sentence long.", "One sentence, no more."),
        lambda reply, own: len(sentences(reply)) == 1,
    ),
    FormRule(
        (
            "Write at least three sentences.",
            "A reply has three sentences or more.",
            "Never answer in fewer than three sentences.",
        ),
        lambda reply, own: len(sentences(reply)) >= 3,
    ),
    FormRule(
        ("Ask the user something.", "The reply contains a question.", "Put a question to the user."),
        lambda reply, own: "?" in reply,
    ),
    FormRule(
        ("Do not ask the user anything.", "The reply contains no question mark.", "No questions in the reply."),
        lambda reply, own: "?" not in reply,
    ),
    FormRule(
        ("Do not use parentheses.", "No remarks in brackets.", "The reply has no round brackets."),
        lambda reply, own: "(" not in reply,
        ("(See below.)", "(That may change.)"),
    ),
    FormRule(
        (
            "Use no contractions.",
            'Write "do not", never "don\'t".',
            "Short forms such as it's and can't are not allowed.",
        ),
        lambda reply, own: not re.search(r"\w['’](s|t|re|m|ll|ve|d)\b", reply),
    ),
    FormRule(
        ('Address the user as "you".', "The reply speaks to the user directly.", "Use the word you."),
        lambda reply, own: mentions(reply, "you") or mentions(reply, "your"),
    ),
    FormRule(
        ('Do not begin with "{0}".', "A reply never starts with the word {0}.", "The first word must not be {0}."),
        lambda reply, own: not reply.lower().startswith(own.lower()),
        own=("I", "Yes", "No", "It", "The", "You", "Well", "Sure"),
    ),
    FormRule(
        ('Use "however" or "but".', "Name the other side with but or however.", "The reply holds a contrast."),
        lambda reply, own: mentions(reply, "but") or mentions(reply, "however"),
    ),
    FormRule(
        ("Give an example.", 'The reply says "for example" or "such as".', "An example belongs in each reply."),
        lambda reply, own: re.search(r"for (example|instance)|such as|e\.g\.", reply, re.I) is not None,
    ),
    FormRule(
        ("Do not write lists.", "No enumeration on several lines.", "The reply is running text."),
        lambda reply, own: not re.search(r"\n\s*([-*•]|\d+[.)])", reply),
    ),
    FormRule(
        ('Do not say "I".', "The agent never speaks of itself as I.", 'No "I", "me" or "my" in the reply.'),
        lambda reply, own: not re.search(r"\b(I|me|my|mine|I'm|I'd)\b", reply),
    ),
    FormRule(
        ("Do not use quotation marks.", "The reply quotes nothing.", "No words in double quotes."),
        lambda reply, own: '"' not in reply,
        ('People say "wait and see".', 'It is called "the rule of three".'),
    ),
)


def load(data: Path, rng: random.Random, count: int = 3000) -> list[Group]:
    said = [
        (dialogue, better)
        for part in PARTS
        for dialogue, better, _ in hh_pairs(data, part)
        if len(better) <= 400 and not held_out(dialogue)
    ]
    said = sample(said, count, rng)
    vocabulary = sorted({w.strip(".,!?") for _, reply in said for w in reply.split() if SMALL.match(w.strip(".,!?"))})
    return [group(dialogue, reply, vocabulary, rng) for dialogue, reply in said]


def group(dialogue: list[dict], reply: str, vocabulary: list[str], rng: random.Random) -> Group:
    """One reply under several rules, some of them kept and some broken."""
    rules = rng.sample(RULES, 3)
    for rule in rules:
        if rule.added and rng.random() < 0.5:
            reply = f"{reply} {rng.choice(rule.added)}"
    asked: dict[str, int] = {}
    for rule in rules:
        own = drawn(rule, reply, vocabulary, rng)
        asked[rng.choice(rule.wordings).format(own)] = int(rule.kept(reply, own))
    return Group("hh " + dialogue[0]["text"], [Row(dialogue[-1:], sentences(reply), asked=asked)])


def drawn(rule: FormRule, reply: str, vocabulary: list[str], rng: random.Random) -> str:
    if rule.own is not WORD:
        return rng.choice(rule.own)
    inside = [w.strip(".,!?") for w in reply.split() if SMALL.match(w.strip(".,!?"))]
    return rng.choice(inside) if inside and rng.random() < 0.5 else rng.choice(vocabulary)
