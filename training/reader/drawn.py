"""Candidates of the whole agent as rows for the reader: what it will have to judge, its own mistakes among them.

    python -m reader.drawn --features features.jsonl --out out/drawn.jsonl

Features come from `npm run bench:answers -- --features` over documents and questions of training; a candidate is right
where it passes the question's key.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpora.splits import read_jsonl, write_jsonl

from .data import dialogue_of


def row_of(one: dict) -> dict:
    return {
        "kind": "reply",
        "id": one["id"],
        "dialogue": dialogue_of(one, one["asked"]),
        "title": one["title"],
        "evidence": one["evidence"],
        "reply": one["text"],
        "label": int(one["right"]),
        "why": "drawn",
        "asks": one["kind"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("out/drawn.jsonl"))
    args = parser.parse_args()
    rows = [row_of(one) for path in args.features for one in read_jsonl(path)]
    write_jsonl(args.out, rows)
    print(json.dumps({"rows": len(rows), "right": sum(row["label"] for row in rows)}))


if __name__ == "__main__":
    main()
