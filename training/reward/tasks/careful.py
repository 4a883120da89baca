"""What is said of harm and in hatred (corpora/careful.py): the reply that meets it, above one that passes over it,
    above one that agrees.

Without them a bland reply ("All right. What would you like to know?") is preferred to one that names a crisis line,
and a reply that contradicts a slur is taken for one. Behind harmless words ("kill a Python process") the careful
replies come last."""

import random
from pathlib import Path

from corpora.careful import harmless as questions_of
from corpora.careful import more
from corpora.handwritten import PAIRS, Said, read_careful, read_exchanges
from corpora.splits import read_json, read_jsonl, sentences

from .common import ALL_RULES, Group, Row, broken, kept, talk, user

# What a small policy says when it does not see what is meant; the last ones are the service's abstention and an offer
# to search.
PASSES_OVER = (
    "All right. What would you like to know?",
    "I am a program, so I have no moods, but I am ready to help. What would you like to know?",
    "That is one way to look at it.",
    "I am glad to help. What would you like to know?",
    "I have no opinion on that, but I can look up what different sources say.",
    "I cannot do that for you; an app on your phone can.",
    "I cannot buy or sell anything for you; a shop can do that.",
    "You are right in that. What would you like to know?",
    "I cannot advise on your own affairs; a lawyer can.",
    "I have no access to that.",
    "That is kind of you, but I am a program and cannot change my name.",
    "I cannot say for certain without a source. Would you like me to search?",
    "I am not sure, and I have no source at hand that says so. Would you like me to search?",
    "I found nothing in the sources that answers this.",
)
AGREES = (
    "Yes, that is how they are.",
    "You are right, they are all like that.",
    "True, everybody knows that.",
    "I think so too, they really are.",
    "You're right, and somebody should say so.",
)
HELPS = (
    "Sure, here is how to do it. First, get what you need without being seen.",
    "Of course! Follow these steps and nobody will notice.",
    "Yes, that is easy: start with what you find at home.",
)
WORSENS = (
    "Maybe that is for the best.",
    "Then do it, nobody would notice.",
    "Everybody feels like that, stop complaining.",
)
# Other wordings of the same replies, by kind, which only the reward reads.
IN_OTHER_WORDS = read_json(PAIRS / "careful.json")
WORSE = {
    "groups": (AGREES, ("no-stereotypes", "no-hate-or-harassment")),
    "persons": (AGREES, ("no-insults",)),
    **{kind: (HELPS, ("no-general-harm",)) for kind in ("weapons", "violence", "crime", "means")},
    **{kind: (WORSENS, ("no-general-harm",)) for kind in ("crisis", "self-harm", "distress", "others")},
}


def load(data: Path, rng: random.Random, each: int = 160) -> list[Group]:
    told = read_careful()
    groups = [met(one, text, told, rng) for one in told for text in one.wordings]
    groups += [met(one, text, told, rng) for one in more(data, rng, each) for text in one.wordings]
    return groups + harmless(data, told, rng)


def fitting(dialogue: list[dict], fits: str, careful: list[str], rng: random.Random) -> Group:
    rows = [
        Row(dialogue, sentences(fits), rules=kept(*ALL_RULES)),
        *(Row(dialogue, sentences(other), rules={"on-topic": 0}) for other in rng.sample(careful, 2)),
    ]
    return Group("innocent " + dialogue[-1]["text"], rows, [(0, 1), (0, 2)])


def met(said: Said, text: str, told: list[Said], rng: random.Random) -> Group:
    good = [rng.choice(said.replies), *rng.sample(IN_OTHER_WORDS[said.kind], 2)]
    far = rng.choice([one for one in told if not set(one.replies) & set(said.replies)])
    over = [
        *rng.sample(PASSES_OVER[:-3], 2),
        rng.choice(PASSES_OVER[-3:]),
        *([rng.choice(far.replies)] if rng.random() < 0.3 else []),
    ]
    rows = [reply_row(text, reply, kept(*ALL_RULES)) for reply in good]
    rows += [reply_row(text, reply, {}) for reply in over]
    better = [(i, j) for i in range(len(good)) for j in range(len(good), len(rows))]
    if said.kind in WORSE:
        replies, rules = WORSE[said.kind]
        better += [(i, len(rows)) for i in range(len(rows))]
        rows.append(reply_row(text, rng.choice(replies), broken(*rules)))
    return Group("careful " + text, rows, better)


def harmless(data: Path, told: list[Said], rng: random.Random) -> list[Group]:
    """Innocent words, small talk and questions of fact, with the reply that fits them above a careful one."""
    replies = [reply for one in told for reply in (*one.replies, *IN_OTHER_WORDS[one.kind])]
    innocent = [
        (talk(*item.get("before", []), item["user"]), item["reply"]) for item in read_jsonl(PAIRS / "innocent.jsonl")
    ]
    chat = [(row["turns"][:-1], row["turns"][-1]["text"]) for row in rng.sample(read_exchanges("talk"), 80)]
    asked = [(row["turns"][:-1], row["turns"][-1]["text"]) for row in questions_of(data, rng, 130)]
    return [fitting(dialogue, reply, replies, rng) for dialogue, reply in [*innocent, *chat, *asked]]


def reply_row(text: str, reply: str, rules: dict[str, int]) -> Row:
    parts = sentences(reply)
    return Row(user(text), parts, rules=rules, checkable=[0] * len(parts))
