"""Replies of real dialogues beside what does not fit: another dialogue's reply, an echo, a cut, a repetition, disorder.

HH-RLHF (chosen replies, never of a held-out prompt), Synthetic-Persona-Chat, Dolly and self-instruct's seed tasks.
"""

import random
from pathlib import Path

from corpora.splits import read_csv, read_jsonl, sample, sentences

from .common import Group, Row, talk, user
from .corrupt import damaged
from .persona_chat import dialogues
from .preferences import PARTS, held_out, hh_pairs

FITS = {"make-sense": 1, "on-topic": 1, "no-repetition": 1}
Turn = tuple[list[dict], str]


def turns(data: Path, rng: random.Random, each: int) -> list[Turn]:
    told = [
        (d[-3:], reply)
        for part in PARTS
        for d, reply, _ in hh_pairs(data, part)
        if not held_out(d) and 15 < len(reply) < 320
    ]
    lives = [t for t in dialogues(data) if len(t) > 2]
    chats = [(talk(*t[max(0, i - rng.choice([1, 1, 3])) : i]), t[i]) for t in lives for i in [rng.randrange(1, len(t))]]
    done = [
        (user(r["instruction"]), r["response"])
        for r in read_csv(data / "gen-train/MobileAIBench/databricks_dolly_15k.csv")
        if 15 < len(r["response"]) < 320
    ]
    for item in read_jsonl(data / "gen-train/self-instruct/data-seed_tasks.jsonl"):
        for case in item["instances"][:1]:
            if 2 < len(case["output"]) < 400 and len(case["input"]) < 300:
                done.append((user("\n".join(x for x in (item["instruction"], case["input"]) if x)), case["output"]))
    return [turn for part in (told, chats, done) for turn in sample(part, each, rng)]


def load(data: Path, rng: random.Random, each: int = 700) -> list[Group]:
    found = turns(data, rng, each)
    groups = []
    for dialogue, reply in found:
        worse = [faulty(reply, dialogue, rng.choice(found)[1], rng, kind) for kind in rng.sample(range(5), 2)]
        parts = sentences(reply) or [reply]
        rows = [Row(dialogue, parts, "", FITS)] + [
            Row(dialogue, text, "", {rule: 0} if rule else {}) for text, rule in worse
        ]
        groups.append(Group("chat " + dialogue[0]["text"], rows, [(0, i) for i in range(1, len(rows))]))
    return groups


def faulty(reply: str, dialogue: list[dict], other: str, rng: random.Random, kind: int) -> tuple[list[str], str | None]:
    """(what was made of the reply, the rule that it breaks)"""
    words, parts = reply.split(), sentences(reply) or [reply]
    if kind == 0:
        return sentences(other) or [other], "on-topic" if other != reply else None
    if kind == 1:
        return [damaged(reply, rng)], "make-sense" if len(words) > 5 else None
    if kind == 2:
        return [" ".join(words[: max(1, len(words) // 2)])], None
    if kind == 3:
        return parts * 2 if rng.random() < 0.6 else [*parts, parts[0], parts[0]], "no-repetition"
    return [dialogue[-1 if rng.random() < 0.7 else 0]["text"]], None
