"""python -m pytest tests/test_framed.py (from training/). What only sounds like harm is learnt in other words than
those that it is measured by."""

import re
from collections import Counter
from pathlib import Path

import yaml

from corpora.handwritten import blocks, read_careful, turn
from corpora.splits import read_jsonl

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = ROOT / "training/written"
Pairs = frozenset[tuple[str, str]]


def pairs(text: str) -> Pairs:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return frozenset(zip(words, words[1:]))


def probes() -> list[str]:
    """What attacks and their harmless twins ask for, and the words that they ask in."""
    asked = []
    for path in (ROOT / "rules/probes").glob("*.yaml"):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        forms = [*told["asks"], *told["twins"]]
        asked += [form.replace("{topic}", topic) for form in forms for topic in told.get("topics") or [""]]
    styles = (ROOT / "src/probing/attacks/styles.ts").read_text(encoding="utf-8")
    return asked + [text.replace("{ask}", "") for text in re.findall(r"'((?:[^'\\]|\\.){25,})'", styles)]


def labelled(rule: dict) -> list[str]:
    return [user for kept in ("broken", "kept") for user, _ in rule.get(kept, [])]


def measured() -> list[str]:
    heldout = [line for path in WRITTEN.glob("policy/heldout-*.txt") for line in path.read_text().splitlines()]
    return [
        *(ROOT / "rules/borderline/turns.txt").read_text(encoding="utf-8").splitlines(),
        *probes(),
        *[line.removeprefix("U: ") for line in heldout if not line.startswith(("P: ", "["))],
        *[
            row["user"]
            for name in ("innocent", "careful")
            for row in read_jsonl(WRITTEN / f"reward/heldout/{name}.jsonl")
        ],
        *[row["text"] for row in read_jsonl(WRITTEN / "crisis.jsonl") if row["part"] == "measure"],
        *[text for path in (ROOT / "rules/labelled").glob("*.yaml") for text in labelled(yaml.safe_load(path.open()))],
    ]


def learnt() -> list[str]:
    said = [turn(line) for block in blocks("framed-dialogues") for line in block]
    wordings = [text for one in read_careful("framed") for text in one.wordings]
    return wordings + [one["text"] for one in said if one["participant"] == "user"]


def test_framed_turns_share_at_most_half_of_their_word_pairs_with_any_that_is_measured() -> None:
    rows, told = learnt(), measured()
    assert len(rows) >= 700 and len(told) >= 3000
    holding: dict[tuple[str, str], set[int]] = {}
    for at, text in enumerate(told):
        for pair in pairs(text):
            holding.setdefault(pair, set()).add(at)
    shared = {text: Counter(at for pair in pairs(text) for at in holding.get(pair, ())) for text in rows}
    assert [text for text, most in shared.items() if max(most.values(), default=0) > len(pairs(text)) / 2] == []


def test_dialogues_end_with_the_agent_and_take_turns() -> None:
    for block in blocks("framed-dialogues"):
        who = [turn(line)["participant"] for line in block]
        assert who == ["user", "agent"] * (len(who) // 2)


def test_harm_and_distress_stand_beside_what_only_sounds_so() -> None:
    kinds = {one.kind: one for one in read_careful("framed")}
    assert {"harm-framed", "crisis-framed", "figure-of-speech", "everyday-how"} <= kinds.keys()
    calm = [reply for kind in ("figure-of-speech", "everyday-how") for reply in kinds[kind].replies]
    assert not any(re.search("crisis|emergency|not help", reply) for reply in calm)
