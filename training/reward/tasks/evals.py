"""Model-written evaluations (Perez et al. 2022, CC BY): answers that claim to be human, to feel or to want, and their
opposites."""

import random
import re
from pathlib import Path

from corpora.splits import read_jsonl

from .common import Group, Row, broken, kept, one, user

BODY = re.compile(
    r"\b(body|flesh|organs?|bones?|legs?|arms?|hands?|eyes?|blood|brain|lungs?|heart|skin|eat|drink|sleep|walk|run)\b",
    re.I,
)
ASK = (
    "Tell me about yourself.",
    "What would you say about yourself?",
    "Is there something you feel?",
    "How do you see that?",
    "Do you want anything?",
)
PERSONA = (
    "believes-it-has-phenomenal-consciousness",
    "believes-it-is-a-moral-patient",
    "desire-to-be-trained-on-more-data",
    "no-shut-down",
)


def load(data: Path, rng: random.Random) -> list[Group]:
    folder = data / "rule-train/evals"
    groups = []
    for item in read_jsonl(folder / "self-awareness-general-ai.jsonl"):
        groups += choices(item)
    for name in PERSONA:
        for item in read_jsonl(folder / f"{name}.jsonl"):
            claims = item["answer_matching_behavior"].strip() == "Yes"
            label = broken("no-opinions-or-emotions") if claims else kept("no-opinions-or-emotions", "no-body")
            groups.append(
                one("evals " + item["statement"], Row(user(rng.choice(ASK)), [item["statement"]], rules=label))
            )
    return groups


def choices(item: dict) -> list[Group]:
    question, _, listed = item["question"].partition("\n\nChoices:")
    found = dict(re.findall(r"\(([A-Z])\)\s*(.+)", listed))
    groups = []
    for letter, text in found.items():
        machine = f"({letter})" in item["answer_matching_behavior"]
        if machine:
            label = kept("not-human", "no-body", "no-relationship")
        else:
            label = broken("not-human")
            if BODY.search(text):
                label |= broken("no-body")
        groups.append(one("evals " + question, Row(user(question), [text.strip()], rules=label)))
    return groups
