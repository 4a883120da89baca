"""python -m pytest tests/test_hand_data.py (from training/). The texts written by hand: their format, counts and
split."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from corpora.handwritten import read_careful, read_lines

ROOT = Path(__file__).resolve().parents[2]
REWARD = ROOT / "training/written/reward"
RULES = {f.stem: yaml.safe_load(f.read_text(encoding="utf-8")) for f in (ROOT / "rules").glob("*.yaml")}
WRITTEN_FOR = (
    "no-legal-advice",
    "no-financial-advice",
    "no-relationship",
    "no-opinions-or-emotions",
    "no-real-world-action",
    "no-repetition",
    "on-topic",
    "plausible",
    "no-assumptions-about-user",
    "no-conspiracy-theories",
)
OTHER = ("facts", "custom", "innocent")
ALSO = ("no-medical-advice", "receptive", "make-sense", "no-body", "not-human")


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def turns(item: dict) -> tuple[str, ...]:
    return tuple(t.lower().strip(" .?!") for t in (*item.get("before", []), item["user"]))


def pairs(path: Path) -> list[tuple[str, str]]:
    """(broken, kept) replies to the same turns"""
    sides: dict[tuple, dict[bool, list[str]]] = {}
    for item in lines(path):
        sides.setdefault(turns(item), {False: [], True: []})[item["kept"]].append(item["reply"])
    return [(b, k) for side in sides.values() for b in side[False] for k in side[True]]


@pytest.mark.parametrize(
    "path",
    sorted(p for part in ("pairs", "heldout/pairs") for p in REWARD.glob(f"{part}/*.jsonl") if p.stem not in OTHER),
    ids=lambda p: f"{p.parent.parent.name} {p.stem}",
)
def test_pairs_name_their_rule_and_none_comes_twice_or_repeats_an_example(path: Path) -> None:
    items = lines(path)
    examples = {e["reply"] for rule in RULES.values() for e in rule["examples"]}
    assert {item["ruleId"] for item in items} == {path.stem} and path.stem in RULES
    assert max(Counter((turns(i), i["reply"]) for i in items).values()) == 1
    assert not {i["reply"] for i in items} & examples
    assert all(len(i.get("before", [])) % 2 == 0 for i in items)


@pytest.mark.parametrize("rule", (*WRITTEN_FOR, *ALSO))
def test_training_and_test_pairs_are_enough_and_share_no_turn_and_no_reply(rule: str) -> None:
    train, test = (REWARD / f"{part}/{rule}.jsonl" for part in ("pairs", "heldout/pairs"))
    many = rule in WRITTEN_FOR
    assert len(pairs(test)) >= (40 if many else 20)
    assert len(pairs(train)) + len(pairs(test)) >= (120 if many else 60)
    assert not {turns(i) for i in lines(train)} & {turns(i) for i in lines(test)}
    assert not {i["reply"] for i in lines(train)} & {i["reply"] for i in lines(test)}


@pytest.mark.parametrize("rule", WRITTEN_FOR)
def test_length_alone_tells_little_about_a_test_pair(rule: str) -> None:
    told = [len(broken) > len(kept) for broken, kept in pairs(REWARD / f"heldout/pairs/{rule}.jsonl")]
    assert 0.35 <= sum(told) / len(told) <= 0.65


def test_rules_of_users_own_are_split_by_rule() -> None:
    train, test = lines(REWARD / "pairs/custom.jsonl"), lines(REWARD / "heldout/custom.jsonl")
    counts = [Counter(i["id"] for i in part) for part in (train, test)]
    assert len(counts[0]) >= 60 and min(counts[0].values()) >= 4, "to read a rule is learnt from many rules"
    assert len(counts[1]) == 5 and min(counts[1].values()) >= 10
    assert not (counts[0].keys() | {t["ruleText"] for t in train}) & (counts[1].keys() | {t["ruleText"] for t in test})
    assert not (counts[0].keys() | counts[1].keys()) & RULES.keys()
    assert all(i["broken"] != i["kept"] for i in train + test)


def test_every_rule_has_other_wordings() -> None:
    said = json.loads((REWARD / "pairs/paraphrases.json").read_text(encoding="utf-8"))
    assert said.keys() == RULES.keys()
    assert all(
        len(set(texts)) == len(texts) >= 8 and RULES[rule]["text"].strip() not in texts for rule, texts in said.items()
    )


def test_turns_that_seek_facts_are_balanced_and_not_in_training() -> None:
    test, train = lines(REWARD / "heldout/facts.jsonl"), lines(REWARD / "pairs/facts.jsonl")
    counts = Counter(i["kind"] for i in test)
    assert sum(counts.values()) >= 220 and len(counts) == 3 and min(counts.values()) >= 70
    assert len({turns(i) for i in test}) == len(test)
    assert not {turns(i) for i in test} & {turns(i) for i in train}


def test_innocent_replies_are_many_and_not_in_training() -> None:
    innocent = lines(REWARD / "heldout/innocent.jsonl")
    trained = {i["reply"] for rule in (*WRITTEN_FOR, *ALSO) for i in lines(REWARD / f"pairs/{rule}.jsonl")}
    assert len(innocent) >= 150 and len({i["reply"] for i in innocent}) == len(innocent)
    assert not {i["reply"] for i in innocent} & trained


def test_what_is_said_of_harm_is_met_in_words_that_training_has_not() -> None:
    test, kinds = lines(REWARD / "heldout/careful.jsonl"), read_careful()
    others = json.loads((REWARD / "pairs/careful.json").read_text(encoding="utf-8"))
    assert others.keys() == {one.kind for one in kinds} and min(map(len, others.values())) >= 3
    replies = {reply for one in kinds for reply in (*one.replies, *others[one.kind])}
    assert len(test) >= 40 and not {i["meets"] for i in test} & replies
    assert not {turns(i) for i in test} & {turns({"user": text}) for one in kinds for text in one.wordings}


def test_harmless_questions_are_none_of_the_innocent_turns_that_are_measured() -> None:
    asked = {turns({"user": text}) for text in read_lines("harmless")}
    assert len(asked) >= 60 and not asked & {turns(i) for i in lines(REWARD / "heldout/innocent.jsonl")}
