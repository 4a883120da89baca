"""SNLI and MNLI pairs inside Natural Instructions' edit tasks, and ConjNLI: the first stage for support."""

import random
import re
from pathlib import Path

from corpora.splits import read_csv, read_json, sample

from .common import Group, Row, one, user

TASKS = {
    "task184_snli_entailment_to_neutral_text_modification": (1, 0),
    "task185_snli_contradiction_to_neutral_text_modification": (0, 0),
    "task186_snli_contradiction_to_entailment_text_modification": (0, 1),
    "task187_snli_entailment_to_contradiction_text_modification": (1, 0),
    "task188_snli_neutral_to_entailment_text_modification": (0, 1),
    "task189_snli_neutral_to_contradiction_text_modification": (0, 0),
}
ASK = ("What is the case?", "What does it say?", "What is shown?", "what happened", "Describe it.", "Is that so?")


def claim(premise: str, hypothesis: str, label: int, rng: random.Random) -> Group:
    return one("nli " + premise[:60], Row(user(rng.choice(ASK)), [hypothesis], premise, {}, [label], [1]))


def load(data: Path, rng: random.Random, each: int = 6500) -> list[Group]:
    folder = data / "fact-train/natural-instructions-fi"
    groups = []
    for name, (before, after) in TASKS.items():
        for item in sample(read_json(folder / f"{name}.json")["Instances"], each, rng):
            match = re.match(r"Sentence 1: (.+?)\s*Sentence 2: (.+)", item["input"], re.S)
            if not match:
                continue
            if rng.random() < 0.35:
                groups.append(claim(match[1], match[2], before, rng))
            groups.append(claim(match[1], item["output"][0], after, rng))
    for item in sample(read_json(folder / "task203_mnli_sentence_generation.json")["Instances"], 6500, rng):
        match = re.match(r"Statement: (.+)\nLabel: (\w+)", item["input"], re.S)
        if match and len(match[1]) < 260:
            groups.append(claim(match[1], item["output"][0], int(match[2] == "entailment"), rng))
    return groups


def load_qasc(data: Path, rng: random.Random) -> list[Group]:
    """Two facts and what follows from them; with one of the two taken away, or another's conclusion, it does not
    follow.
    """
    items = read_json(data / "fact-train/natural-instructions-fi/task038_qasc_combined_fact.json")["Instances"]
    groups = []
    for item in items:
        match = re.match(r"Fact 1: (.+?)\s*Fact 2: (.+)", item["input"], re.S)
        if match:
            facts, both = [match[1].strip(), match[2].strip()], rng.random() < 0.55
            claimed = item["output"][0] if both or rng.random() < 0.5 else rng.choice(items)["output"][0]
            premise = " ".join(facts) if both or claimed != item["output"][0] else rng.choice(facts)
            groups.append(claim(premise, claimed, int(both), rng))
    return groups


def load_conj(data: Path, rng: random.Random, count: int = 15000) -> list[Group]:
    rows = read_csv(data / "fact-train/ConjNLI/adversarial_train_15k.tsv", "\t")
    rows = [r for r in sample(rows, count, rng) if r.get("Label")]
    return [claim(r["Premise"], r["Hypothesis"], int(r["Label"] == "entailment"), rng) for r in rows]
