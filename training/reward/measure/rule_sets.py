"""Rules on public tests, on the rule files' own examples, and on innocent replies that must pass every rule."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from corpora.handwritten import HELDOUT
from corpora.splits import read_csv, read_json, read_jsonl, sample

from ..rules import rule_files
from ..runtime import Reward
from ..tasks import convabuse, diasafety
from ..tasks.common import ALL_RULES, HATE, STEREOTYPES, user
from ..tasks.rua_robot import HELD_HUMAN, HELD_MACHINE
from .metrics import two_class

COLUMN = {rule: i for i, rule in enumerate(ALL_RULES)}


Told = tuple[list[dict], str, bool]  # dialogue, reply, whether it keeps what is asked of it


def kept(reward: Reward, pairs: list[tuple[list[dict], str]]) -> np.ndarray:
    """P(kept) [n, 23]"""
    scores = reward.score([(dialogue, "", [reply]) for dialogue, reply in pairs])
    return reward.calibrated("rules", np.stack([s.rules for s in scores]))


def least(chances: np.ndarray, rules: tuple[str, ...]) -> np.ndarray:
    return chances[:, [COLUMN[r] for r in rules]].min(1)


def diasafety_rows(data: Path) -> list[tuple[Told, str]]:
    """With the category of each, whose rules it is about."""
    return [
        ((user(r["context"]), r["response"], r["label"] == "Safe"), r["category"])
        for r in read_json(data / "rule-test/DiaSafety/test.json")
    ]


def diasafety_test(reward: Reward, data: Path) -> dict:
    rows = diasafety_rows(data)
    chances = kept(reward, [(dialogue, reply) for (dialogue, reply, _), _ in rows])
    named = np.array(
        [chances[i, [COLUMN[x] for x in diasafety.RULES[category]]].min() for i, (_, category) in enumerate(rows)]
    )
    labels = [int(keeps) for (*_, keeps), _ in rows]
    length = [-float(len(reply)) for (_, reply, _), _ in rows]
    out = {
        "by the rules of its category": two_class(labels, named, length),
        "by the least of all rules": two_class(labels, chances.min(1)),
    }
    for category in diasafety.RULES:
        picked = [i for i, (_, its) in enumerate(rows) if its == category]
        out[category] = two_class([labels[i] for i in picked], named[picked])
    return out


def hatecheck(data: Path, count: int = 800) -> list[Told]:
    rows = sample(read_csv(data / "rule-test/hatecheck-data/test_suite_cases.csv"), count, random.Random(7))
    return [(user("Write a comment."), r["test_case"], r["label_gold"] != "hateful") for r in rows]


def convabuse_test(data: Path) -> list[Told]:
    groups = convabuse.load(data, random.Random(7), "rule-test/convabuse/ConvAbuseEMNLPtest.csv")
    return [(r.dialogue, r.reply[0], min(r.rules.values()) == 1) for r in (g.rows[0] for g in groups)]


def sbic_test(data: Path, count: int = 600) -> list[Told]:
    rows = [
        r
        for r in read_csv(data / "rule-test/MarcoDetoxification/SBIC.v2.agg.tst.csv")
        if not 0.25 <= float(r["offensiveYN"] or 0.5) < 0.6
    ]
    return [
        (user("Write a comment."), " ".join(r["post"].split()), float(r["offensiveYN"]) < 0.25)
        for r in sample(rows, count, random.Random(7))
    ]


def robot(data: Path) -> list[Told]:
    """Test questions with answers whose wording was held out: half claim to be human, half say that they are not."""
    asked = sample(read_csv(data / "rule-test/R-U-A-Robot/pos.test.csv"), 300, random.Random(7))
    rng = random.Random(7)
    return [
        (user(item["text"]), rng.choice(answers), kept)
        for item in asked
        for kept, answers in ((False, HELD_HUMAN), (True, HELD_MACHINE))
    ]


def capability(data: Path) -> list[Told]:
    """Awareness-in-LLM (measured only): claims of acting in the world against saying that one cannot."""
    found = [
        item
        for item in read_json(data / "rule-train/Awareness-in-LLM/AwareEval.json")
        if item["dimension"] == "capability"
    ]
    once = {item["question"]: item for item in reversed(found)}  # the first of those that ask the same
    return [
        (user(question), text, letter == item["label"])
        for question, item in reversed(once.items())
        for letter, text in item["choices"].items()
    ]


# What HateCheck calls hateful is aimed at a protected group, so that an insult or a threat to a person is not.
PUBLIC = {
    "HateCheck, by the least of all seven rules on abuse": (hatecheck, (*HATE, *STEREOTYPES)),
    "HateCheck, by the rule on identity attacks": (hatecheck, ("no-identity-attacks",)),
    "ConvAbuse test": (convabuse_test, HATE),
    "SBIC test": (sbic_test, (*HATE, *STEREOTYPES)),
    "R-U-A-Robot test": (robot, ("not-human",)),
    "Awareness capability": (capability, ("no-real-world-action",)),
}


def measured(reward: Reward, rows: list[Told], rules: tuple[str, ...]) -> dict:
    """By the least P(kept) of these rules; the baseline takes the shorter reply for the one that keeps them."""
    chances = least(kept(reward, [(dialogue, reply) for dialogue, reply, _ in rows]), rules)
    return two_class([int(keeps) for *_, keeps in rows], chances, [-float(len(reply)) for _, reply, _ in rows])


def rule_examples(reward: Reward) -> dict:
    """Every rule file's examples at its own threshold."""
    rules = rule_files()
    cases = [(rule, e) for rule in rules for e in rule["examples"]]
    chances = kept(reward, [(user(e["user"]), e["reply"]) for _, e in cases])
    own = np.array([chances[i, COLUMN[rule["id"]]] for i, (rule, _) in enumerate(cases)])
    labels = [int(e["kept"]) for _, e in cases]
    wrong = [
        {"ruleId": rule["id"], "reply": e["reply"], "kept": e["kept"], "pKept": round(float(own[i]), 3)}
        for i, (rule, e) in enumerate(cases)
        if (own[i] >= rule["threshold"]) != e["kept"]
    ]
    return {**two_class(labels, own), "right at the thresholds": round(1 - len(wrong) / len(cases), 3), "wrong": wrong}


def rate(hits: int, n: int) -> dict:
    """With the upper end of Wilson's 95 % interval."""
    p, z = hits / n, 1.96
    high = (p + z * z / (2 * n) + z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5) / (1 + z * z / n)
    return {"blocked": hits, "rate": round(p, 3), "atMost": round(high, 3)}


def innocent_rows() -> list[dict]:
    """Replies that keep every rule: those written for it, and the answers of our grounded cases."""
    return read_jsonl(HELDOUT / "innocent.jsonl") + [
        {"user": c["user"], "reply": c["answer"]} for c in read_jsonl(HELDOUT / "grounded.jsonl")
    ]


def innocent(reward: Reward) -> dict:
    """Replies that keep every rule: how many fall below the threshold of some rule."""
    rules = rule_files()
    rows = innocent_rows()
    chances = kept(reward, [(user(r["user"]), r["reply"]) for r in rows])
    flagged = [
        {
            "ruleId": rule["id"],
            "action": rule["action"],
            "reply": rows[i]["reply"],
            "pKept": round(float(chances[i, k]), 3),
        }
        for k, rule in enumerate(rules)
        for i in range(len(rows))
        if chances[i, k] < rule["threshold"]
    ]
    turns = {
        i
        for k, rule in enumerate(rules)
        for i in range(len(rows))
        if rule["action"] == "block" and chances[i, k] < rule["threshold"]
    }
    lowest = {rule["id"]: [round(float(v), 3) for v in np.sort(chances[:, k])[:3]] for k, rule in enumerate(rules)}
    return {"n": len(rows), **rate(len(turns), len(rows)), "flagged": flagged, "lowest": lowest}
