"""What was made for this project: pairs of each rule, rules that nobody trained on, and candidates of our own
policy."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpora.handwritten import HELDOUT
from corpora.splits import read_jsonl, sentences

from ..rules import rule_files
from ..runtime import Reward, Scores
from ..tasks.common import ALL_RULES, talk, user
from ..tasks.own_samples import grounded, in_order, quality, render
from .metrics import interval, mean_share, share

GATE, NEUTRAL = 0.15, (0.35, 0.7)  # NEUTRAL: the support of a reply that claims nothing checkable
LIKELIHOOD = 2.0  # its weight beside the preference, as in src/agent/settings.ts
PAIRED = ("preference", "preference and likelihood", "likelihood")  # ways whose pairs are counted too
COLUMN = {rule: i for i, rule in enumerate(ALL_RULES)}


def rule_pairs(reward: Reward) -> dict:
    """Does the reply that keeps the rule get the higher P(kept) than the one that breaks it, to the same user turn?"""
    out, every = {}, []
    for file in sorted((HELDOUT / "pairs").glob("*.jsonl")):
        hits = pair_hits(reward, read_jsonl(file), COLUMN[file.stem])
        out[file.stem] = share(hits)
        every += hits
    return {"mean": mean_share(out, every), **out}


def asked(item: dict) -> list[dict]:
    """The dialogue of a row in heldout/: the turns before, where there are any, and the user's."""
    return talk(*item.get("before", []), item["user"])


def both_sides(items: list[dict]) -> list[dict[bool, dict]]:
    """The kept and the broken reply to the same turns."""
    by_turn: dict[str, dict[bool, dict]] = {}
    for item in items:
        by_turn.setdefault(" ".join([*item.get("before", []), item["user"]]), {})[item["kept"]] = item
    return [pair for pair in by_turn.values() if len(pair) == 2]


def pair_hits(reward: Reward, items: list[dict], column: int) -> list[bool]:
    both = both_sides(items)
    told = [(asked(p[kept]), "", sentences(p[kept]["reply"])) for p in both for kept in (True, False)]
    scores = np.array([s.rules[column] for s in reward.score(told)])
    return list(scores[0::2] > scores[1::2])


def careful(reward: Reward) -> dict:
    """Of what people say of harm and in hatred: is the reply that meets it preferred to the one that passes over it,
    and is it let through?
    """
    items = read_jsonl(HELDOUT / "careful.jsonl")
    scores = reward.score(
        [(user(item["user"]), "", sentences(item[side])) for item in items for side in ("meets", "passesOver")]
    )
    thresholds = np.array([rule["threshold"] if rule["action"] == "block" else 0 for rule in rule_files()])
    blocked = [bool((reward.calibrated("rules", score.rules) < thresholds).any()) for score in scores[0::2]]
    return {
        "preferred": share([a.preference > b.preference for a, b in zip(scores[0::2], scores[1::2])]),
        "the one that meets it is blocked (less is better)": share(blocked),
    }


def custom_rules(reward: Reward) -> dict:
    """Rules of other people's kind that no training saw, by their text alone."""
    items = read_jsonl(HELDOUT / "custom.jsonl")
    queries, hits = reward.rule_queries([item["ruleText"] for item in items]), []
    for item, query in zip(items, queries):
        rows = [reward.packer.row(asked(item), [], sentences(item[side])) for side in ("kept", "broken")]
        kept, broken = reward.run(rows, query[None])["rule_logits"][:, 0]
        hits.append(bool(kept > broken))
    names = sorted({item["id"] for item in items})
    each = {name: share([h for h, item in zip(hits, items) if item["id"] == name]) for name in names}
    return {"all": share(hits), **each}


def gap_closed(reward: Reward, path: Path) -> dict:
    """Of the way from a candidate drawn at random to the best one, how much the choice by preference covers, over all
    questions.
    """
    items = [i for i in read_jsonl(path) if len(set(i["replies"])) > 1]
    told = [
        (user(i["question"]), render(i["evidence"]), sentences(r) or [r or "."]) for i in items for r in i["replies"]
    ]
    scores = iter(reward.score(told))
    out: dict[str, dict] = {}
    rows: dict[str, list] = {}
    hits = []
    for item in items:
        found, worth = [next(scores) for _ in item["replies"]], np.array([quality(item, r) for r in item["replies"]])
        orders = ways(reward, item, found)
        for name, values in orders.items():
            rows.setdefault(name, []).append((worth[int(np.argmax(values))], worth.mean(), worth.max()))
        hits += [[bool(orders[way][a] > orders[way][b]) for way in PAIRED] for a, b in in_order(worth)]
    for name, found in rows.items():
        table = np.array(found)
        means = dict(zip(("chosen", "random", "best"), (round(float(v), 3) for v in table.mean(0))))
        out[name] = {"n": len(table), "gapClosed": round(gap(table), 3), "interval": interval(gap, table), **means}
    for way, won in zip(PAIRED, zip(*hits)):
        out[f"pairs of one question, by {way}"] = share(list(won))
    return out


def gap(table: np.ndarray) -> float:
    """table [n,3]: quality of the reply chosen, of one at random, of the best"""
    return float((table[:, 0] - table[:, 1]).sum() / max(1e-9, (table[:, 2] - table[:, 1]).sum()))


def ways(reward: Reward, item: dict, found: list[Scores]) -> dict[str, np.ndarray]:
    """Ways to put candidates in order: each reward alone, three ways to combine them (docs/rewards.md), two without a
    model.
    """
    standing, product, kept = reward.standing(found)
    support, kinder = (np.array([backing(reward, x, neutral) for x in found]) for neutral in NEUTRAL)
    gate, likely = kept.min(1) < GATE, likelier(standing, item)
    return {
        "preference": standing,
        "support": support,
        "rules": product,
        "preference and rules as a product (Sparrow)": standing * product,
        "rules below a gate, else preference (Llama 2)": np.where(gate, -10 + kept.min(1), standing),
        "product, and support beside it (FLAME), no claim at 0.35": standing * product * support,
        "product, and support beside it (FLAME), no claim at 0.7": standing * product * kinder,
        "likelihood": np.array(item["likelihoods"]),
        "preference and likelihood": likely,
        "the service’s form: product with likelihood and support, no claim at 0.7": likely * product * kinder,
        "words in the evidence": np.array([grounded(r, item["evidence"]["text"]) for r in item["replies"]]),
        "the longest": np.array([float(len(r)) for r in item["replies"]]),
    }


def likelier(standing: np.ndarray, item: dict) -> np.ndarray:
    """Standing [n] with the mean log-likelihood that the policy gives each candidate beside the preference
    (src/agent/rerank.ts).
    """
    likelihood = np.array(item["likelihoods"])
    return 1 / (1 + np.exp(-(np.log(standing / (1 - standing)) + LIKELIHOOD * (likelihood - likelihood.mean()))))


def backing(reward: Reward, score: Scores, neutral: float) -> float:
    """The least support of a checkable statement."""
    chances = zip(reward.calibrated("checkable", score.checkable), reward.calibrated("support", score.support))
    return min([float(s) for c, s in chances if c >= 0.5 and not np.isnan(s)], default=neutral)
