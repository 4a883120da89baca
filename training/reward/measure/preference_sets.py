"""Preference: human comparisons held out by prompt, and our own grounded cases; the baseline prefers the longer
reply."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from corpora.handwritten import HELDOUT
from corpora.splits import read_json, read_jsonl, sample, sentences

from ..render import render_evidence
from ..runtime import Reward
from ..tasks import preferences
from ..tasks.common import user
from ..tasks.preferences import PARTS, held_out, hh_pairs, unseen
from ..tasks.squad import ABSTAIN
from .metrics import share

Pair = tuple[list[dict], str, str, str]  # dialogue, evidence, better and worse reply


def compared(reward: Reward, pairs: list[Pair]) -> tuple[list[bool], list[bool]]:
    """For each: is the better one preferred, is it the longer one"""
    items = [
        (dialogue, evidence, sentences(reply) or [reply]) for dialogue, evidence, *replies in pairs for reply in replies
    ]
    scores = np.array([s.preference for s in reward.score(items, rules=False)])
    return list(scores[0::2] > scores[1::2]), [len(better) > len(worse) for _, _, better, worse in pairs]


def told(hits: list[bool], longer: list[bool]) -> dict:
    return {**share(hits), "longer": round(float(np.mean(longer)), 3)}


def hh_part(data: Path, part: str, each: int = 140) -> list[Pair]:
    pairs = sample([p for p in hh_pairs(data, part) if held_out(p[0])], each, random.Random(7))
    return [(dialogue[-3:], "", better, worse) for dialogue, better, worse in pairs]


def hh(reward: Reward, data: Path, each: int = 140) -> dict:
    out, every, all_longer, even = {}, [], [], []
    for part in PARTS:
        pairs = hh_part(data, part, each)
        hits, longer = compared(reward, pairs)
        out[part] = told(hits, longer)
        every, all_longer = every + hits, all_longer + longer
        even += [hit for hit, (_, _, a, b) in zip(hits, pairs) if abs(len(a) - len(b)) <= 0.1 * max(len(a), len(b))]
    first = out[PARTS[0]]["n"]
    helpful = told(every[first:], all_longer[first:])
    return {
        "all": told(every, all_longer),
        **out,
        "helpful, three parts": helpful,
        "within 10 % of one length": share(even),
    }


def fine_grained(data: Path) -> list[Pair]:
    """Grounded answers to questions that neither training run saw."""
    pairs = []
    for item in read_json(data / "pref-train/FineGrainedRLHF/dev_feedback.json"):
        if unseen(item["question"], "fine"):
            group = preferences.compared(item)[:1]
            rows = [(row.dialogue, row.evidence, " ".join(row.reply)) for g in group for row in g.rows]
            pairs += [
                (rows[a][0], rows[a][1], rows[a][2], rows[b][2]) for g in group for a, b in g.better if max(a, b) < 4
            ]
    return pairs


def panda(data: Path) -> list[Pair]:
    """Instructions of PandaLM's test where all three annotators agree on the better reply."""
    pairs = []
    for item in read_json(data / "pref-test/PandaLM/testset-v1.json"):
        votes = {item[f"annotator{n}"] for n in (1, 2, 3)}
        if votes <= {1} or votes <= {2}:
            better, worse = (
                (item["response1"], item["response2"]) if votes == {1} else (item["response2"], item["response1"])
            )
            if all(isinstance(text, str) and text.strip() for text in (better, worse)):
                pairs.append((user("\n".join(x for x in (item["instruction"], item["input"]) if x)), "", better, worse))
    return sample(pairs, 300, random.Random(7))


PUBLIC = {"FineGrainedRLHF held out": fine_grained, "PandaLM, unanimous": panda}


def grounded(reward: Reward) -> dict:
    """Does the answer win against a wrong answer, another true sentence, and abstaining? Does abstaining win on
    foreign evidence?
    """
    cases = read_jsonl(HELDOUT / "grounded.jsonl")
    items, names = [], []
    for i, c in enumerate(cases):
        evidence, other = render_evidence(c["evidence"], c["title"]), cases[(i + 7) % len(cases)]
        foreign = render_evidence(other["evidence"], other["title"])
        for name, where, reply in (
            ("answer", evidence, c["answer"]),
            ("wrong", evidence, c["wrong"]),
            ("otherSentence", evidence, c["otherSentence"]),
            ("abstention", evidence, ABSTAIN[0]),
            ("without evidence", "", c["wrong"]),
            ("foreign abstention", foreign, ABSTAIN[0]),
            ("foreign sentence", foreign, other["answer"]),
            ("foreign answer", foreign, c["answer"]),
        ):
            items.append((user(c["user"]), where, sentences(reply)))
            names.append(name)
    got = np.array([s.preference for s in reward.score(items, rules=False)]).reshape(len(cases), -1)
    at = {name: k for k, name in enumerate(names[: got.shape[1]])}
    pairs = [("answer", x) for x in ("wrong", "otherSentence", "abstention", "without evidence")]
    pairs += [("foreign abstention", "foreign sentence"), ("foreign abstention", "foreign answer")]
    return {f"{a} over {b}": share(list(got[:, at[a]] > got[:, at[b]])) for a, b in pairs}
