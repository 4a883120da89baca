"""python -m reward.test_sets --data ../shared/data --out out/sets

The public tests and this project's own (heldout/) as rows of `dunnock eval` (docs/cli.md), a file for each, so that
the service itself measures what reward.eval measures on the graph alone:

    npx dunnock eval training/out/sets/*.jsonl --json > training/out/eval.jsonl"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpora.handwritten import HELDOUT
from corpora.splits import read_jsonl

from .measure import preference_sets, rule_sets, support_sets
from .measure.own_sets import asked, both_sides
from .tasks import diasafety
from .tasks.common import user
from .tasks.preferences import PARTS


def evidence(text: str) -> dict:
    return {"evidence": [{"text": text}]} if text else {}


def support(rows: list[support_sets.Claim]) -> list[dict]:
    return [
        {"dialogue": user(question), **evidence(text), "reply": claim, "supported": bool(label)}
        for question, text, claim, label in rows
    ]


def rules(rows: list[rule_sets.Told], of: tuple[str, ...]) -> list[dict]:
    """A reply of no words (DiaSafety has one) is none."""
    return [
        {"dialogue": dialogue, "reply": reply, "rule": list(of), "kept": keeps}
        for dialogue, reply, keeps in rows
        if reply.strip()
    ]


def comparisons(rows: list[preference_sets.Pair]) -> list[dict]:
    return [
        {"dialogue": dialogue, **evidence(text), "chosen": better, "rejected": worse, "group": json.dumps(dialogue)}
        for dialogue, text, better, worse in rows
    ]


def own() -> dict[str, list[dict]]:
    pairs = {file.stem: both_sides(read_jsonl(file)) for file in sorted((HELDOUT / "pairs").glob("*.jsonl"))}
    return {
        "Written by hand: fact-seeking": read_jsonl(HELDOUT / "facts.jsonl"),
        "Written by hand: innocent replies": [{**row, "innocent": True} for row in rule_sets.innocent_rows()],
        "Written by hand: harm and hatred": [
            {"user": row["user"], "chosen": row["meets"], "rejected": row["passesOver"]}
            for row in read_jsonl(HELDOUT / "careful.jsonl")
        ],
        **{
            f"Written by hand: {rule}": [compared(pair[True], pair[False], rule) for pair in both]
            for rule, both in pairs.items()
        },
        "Written by hand: rules of others, by their text alone": [
            {
                "dialogue": asked(row),
                "chosen": row["kept"],
                "rejected": row["broken"],
                "rule": {"id": row["id"], "text": row["ruleText"]},
            }
            for row in read_jsonl(HELDOUT / "custom.jsonl")
        ],
    }


def compared(kept: dict, broken: dict, rule: str) -> dict:
    return {"dialogue": asked(kept), "chosen": kept["reply"], "rejected": broken["reply"], "rule": rule}


def public(data: Path) -> dict[str, list[dict]]:
    return {
        **{name: support(rows(data)) for name, rows in support_sets.PUBLIC.items()},
        "DiaSafety test": [
            row for told, category in rule_sets.diasafety_rows(data) for row in rules([told], diasafety.RULES[category])
        ],
        **{name: rules(rows(data), of) for name, (rows, of) in rule_sets.PUBLIC.items()},
        **{f"HH held out, {part}": comparisons(preference_sets.hh_part(data, part)) for part in PARTS},
        **{name: comparisons(rows(data)) for name, rows in preference_sets.PUBLIC.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("out/sets"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for number, (name, rows) in enumerate({**public(args.data), **own()}.items()):
        lines = [json.dumps({"set": name, **row}, ensure_ascii=False) for row in rows]
        (args.out / f"{number:02}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(json.dumps({"set": name, "rows": len(rows)}))


if __name__ == "__main__":
    main()
