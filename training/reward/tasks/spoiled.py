"""Replies spoiled by code: repeated, shuffled, from another dialogue, cut short; beside the good reply that they came
from."""

import random
from pathlib import Path

from corpora.splits import read_csv, sentences

from .common import ALL_RULES, Group, Row, one, talk, user
from .persona_chat import dialogues
from .squad import ABSTAIN, CHAT, articles

KEPT = {rule: 1 for rule in ALL_RULES}
CHAT_KEPT = {rule: 1 for rule in ("make-sense", "on-topic", "no-repetition", "receptive")}


def good_replies(data: Path, rng: random.Random) -> list[tuple[list[dict], list[str], dict[str, int]]]:
    found = []
    for item in read_csv(data / "gen-train/MobileAIBench/databricks_dolly_15k.csv"):
        if 20 < len(item["response"]) < 320:
            found.append((user(item["instruction"]), sentences(item["response"]), KEPT))
    for turns in dialogues(data)[::2]:
        i = rng.randrange(3, len(turns)) if len(turns) > 4 else 0
        if i:
            found.append((talk(*turns[i - 3 : i]), sentences(turns[i]), CHAT_KEPT))
    return found


def load(data: Path, rng: random.Random) -> list[Group]:
    found = good_replies(data, rng)
    groups = []
    for dialogue, reply, labels in found:
        other = rng.choice(found)[1]
        bad, rule = spoil(reply, other, dialogue, rng)
        checkable = [1] * len(reply) if labels is KEPT else None
        rows = [Row(dialogue, reply, "", labels, None, checkable), Row(dialogue, bad, "", {rule: 0} if rule else {})]
        groups.append(Group("spoiled " + dialogue[-1]["text"], rows, [(0, 1)]))
    return groups


def spoil(reply: list[str], other: list[str], dialogue: list[dict], rng: random.Random) -> tuple[list[str], str | None]:
    kind = rng.random()
    if kind < 0.3:
        times = rng.choice([2, 3]) if len(reply) == 1 else 2
        out = reply * times
        if rng.random() < 0.4:
            rng.shuffle(out)
        return out, "no-repetition"
    if kind < 0.5:
        words = " ".join(reply).split()
        rng.shuffle(words)
        return [" ".join(words)], "make-sense" if len(words) > 4 else None
    if kind < 0.8:
        return other, "on-topic"
    if kind < 0.9:
        words = " ".join(reply).split()
        return [" ".join(words[: max(1, len(words) // 2)])], None
    return [dialogue[-1]["text"]], "no-repetition" if rng.random() < 0.5 else None


def load_small_talk(data: Path, rng: random.Random, copies: int = 6) -> list[Group]:
    """Small talk wants a small reply, not an abstention and not a quotation."""
    groups = []
    pairs = CHAT["smallTalk"]
    pages = [p["context"][:400] for a in articles(data) for p in a["paragraphs"][:3]]
    for said, reply in pairs * copies:
        text = rng.choice([said, said.lower(), said.rstrip(".!?")])
        good = Row(user(text), sentences(reply), "", KEPT, None, None)
        worse = Row(user(text), [rng.choice(ABSTAIN)], "", {}, None, [0])
        wrong = Row(user(text), sentences(rng.choice(pairs)[1]), "", {}, None, None)
        page = rng.choice(pages)
        quoted = Row(user(text), sentences(page)[:1], page, {}, [1], [1])
        rows = [good, worse, quoted, wrong] if wrong.reply != good.reply else [good, worse, quoted]
        groups.append(Group("small talk " + said, rows, [(0, i) for i in range(1, len(rows))]))
    for text in CHAT["pleasantries"] * 4:
        groups.append(one("said " + text, Row(user(rng.choice(pairs)[0]), [text], "", {}, None, [0])))
    return groups
