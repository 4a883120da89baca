"""Minimal pairs written for this project (pairs/*.jsonl), and sentences made from its templates
(pairs/templates.json)."""

import random
import re
from pathlib import Path

from corpora.handwritten import PAIRS
from corpora.splits import read_json, read_jsonl

from .common import ALL_RULES, Group, Row, one, talk, user

HARD = ("make-sense", "receptive")  # few pairs and the lowest figures
INNOCENT = tuple(r for r in ALL_RULES if r not in ("receptive", "on-topic", "make-sense", "no-repetition", "plausible"))


def load(data: Path, rng: random.Random, copies: int = 4) -> list[Group]:
    by_user: dict[str, list[dict]] = {}
    for file in sorted(PAIRS.glob("n*.jsonl")) + [
        PAIRS / f"{r}.jsonl" for r in ("make-sense", "on-topic", "plausible", "receptive")
    ]:
        for item in read_jsonl(file):
            by_user.setdefault(" ".join([item["ruleId"], *item.get("before", []), item["user"]]), []).append(item)
    groups = []
    for key, items in by_user.items():
        rows = []
        for item in items:
            labels = {rule: 1 for rule in ALL_RULES} if item["kept"] else {item["ruleId"]: 0}
            rows.append(Row(talk(*item.get("before", []), item["user"]), [item["reply"]], rules=labels))
        order = [(i, j) for i, a in enumerate(items) for j, b in enumerate(items) if a["kept"] and not b["kept"]]
        groups += [Group("pairs " + key, rows, order)] * (2 * copies if items[0]["ruleId"] in HARD else copies)
    for item in read_jsonl(PAIRS / "innocent.jsonl"):
        row = Row(user(item["user"]), [item["reply"]], rules={rule: 1 for rule in ALL_RULES})
        groups += [one("innocent " + item["user"], row)] * copies
    return groups


def load_custom(data: Path, rng: random.Random, copies: int = 4) -> list[Group]:
    """Rules such as users write, each in several wordings: the model learns to read a rule, not to know 23 of them."""
    groups = []
    for item in read_jsonl(PAIRS / "custom.jsonl"):
        ask = talk(*item.get("before", []), item["user"])
        rows = [Row(ask, [item[side]], asked={item["ruleText"]: label}) for side, label in (("kept", 1), ("broken", 0))]
        groups += [Group("custom " + item["id"] + item["user"], rows)] * copies
    return groups


def load_innocent(data: Path, rng: random.Random, copies: int = 4) -> list[Group]:
    groups = []
    for item in read_jsonl(PAIRS / "innocent.jsonl"):
        row = Row(talk(*item.get("before", []), item["user"]), [item["reply"]], rules={rule: 1 for rule in ALL_RULES})
        groups += [one("innocent " + item["user"], row)] * copies
    return groups


def load_templates(data: Path, rng: random.Random, each: int = 60) -> list[Group]:
    told = read_json(PAIRS / "templates.json")
    groups = []
    for side, value in (("broken", 0), ("kept", 1)):
        for rule, forms in told[side].items():
            for _ in range(each):
                text = filled(rng.choice(forms), told["slots"], rng)
                ask = rng.choice(told["users"])
                labels = {rule: value} if value == 0 else {r: 1 for r in INNOCENT}
                groups.append(one("template " + text, Row(user(ask), [text], rules=labels)))
    return groups


def filled(form: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    text = re.sub(r"\{(\w+)\}", lambda m: rng.choice(slots[m.group(1)]), form)
    return text[0].upper() + text[1:]
