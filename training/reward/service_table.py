"""python -m reward.service_table --lines out/eval.jsonl

Writes the table of docs/measurements.md from what `dunnock eval --json` said of the sets of reward.test_sets and of
heldout/.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from corpora.splits import read_jsonl

from .card import write_between

PAGE = Path(__file__).resolve().parents[2] / "docs/measurements.md"
HEAD = [
    "| set | of | n | figure | value | 95 % interval | trivial | balanced accuracy | macro F1 |",
    "|---|---|---|---|---|---|---|---|---|",
]
FIRST = ("AUC", "pair accuracy", "blocked", "macro F1")  # the figure that a set is known by


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def table(lines: list[dict]) -> list[str]:
    """A row a set: the first of its figures with interval and trivial baseline, the others beside it."""
    sets: dict[str, dict[str, dict]] = {}
    for line in lines:
        sets.setdefault(line["set"], {})[line["figure"]] = line
    out = []
    for name, figures in sets.items():
        main = next(figures[figure] for figure in FIRST if figure in figures)
        beside = [
            number(figures[figure]["value"]) if figure in figures and figure != main["figure"] else ""
            for figure in ("balanced accuracy", "macro F1")
        ]
        interval = f"{number(main['low'])} to {number(main['high'])}"
        out.append(
            f"| {name} | {main['task']} | {main['n']} | {main['figure']} | {number(main['value'])} | {interval} | {number(main.get('baseline'))} | {' | '.join(beside)} |"  # noqa: E501
        )
    return [*HEAD, *out]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=Path, default=Path("out/eval.jsonl"))
    args = parser.parse_args()
    write_between(PAGE, table(read_jsonl(args.lines)))


if __name__ == "__main__":
    main()
