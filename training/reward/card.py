"""python -m reward.card --models ../models

Writes the tables of the model card from evaluation.json, between the two marks in models/reward/README.md.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .runtime import ENTRIES, FOLDERS

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def bounds(part: dict) -> str:
    return f"{part['interval'][0]:.3f} to {part['interval'][1]:.3f}"


def auc_line(name: str, part: dict) -> str:
    base = f"{part['baselineAuc']:.3f}" if "baselineAuc" in part else ""
    return f"| {name} | {part['n']} | {part['auc']:.3f} | {bounds(part)} | {base} | {part['balancedAccuracy']:.3f} | {part['f1']:.3f} | {part['majority']:.3f} | {part['ece']:.3f} |"  # noqa: E501


def share_line(name: str, part: dict) -> str:
    base = f"{part['longer']:.3f}" if "longer" in part else ""
    return f"| {name} | {part['n']} | {part['share']:.3f} | {bounds(part)} | {base} |"


def key_of(name: str) -> str:
    return name.split(", ", 1)[-1]


def tables(results: dict) -> list[str]:
    out = [
        "| set | n | AUC | 95 % interval | AUC of the baseline | balanced accuracy at 0.5 | macro F1 at 0.5 | majority | calibration error |",  # noqa: E501
        "|---|---|---|---|---|---|---|---|---|",
    ]
    shares = [
        "| comparison | n | won by the better one | 95 % interval | won by the longer one |",
        "|---|---|---|---|---|",
    ]
    facts = [
        '| set | n | macro F1 | 95 % interval | accuracy | majority | AUC of fact-seeking | AUC of "ends with ?" |',
        "|---|---|---|---|---|---|---|---|",
    ]
    gaps = [
        "| candidates put in order by | n | share of the gap closed | 95 % interval | chosen | at random | best |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, part in results.items():
        for inner, value in ({name: part} if "n" in part else {f"{name}, {key}": v for key, v in part.items()}).items():
            if "auc" in value:
                out.append(auc_line(inner, value))
            elif "gapClosed" in value:
                gaps.append(
                    f"| {key_of(inner)} | {value['n']} | {value['gapClosed']:.3f} | {bounds(value)} | {value['chosen']:.3f} | {value['random']:.3f} | {value['best']:.3f} |"  # noqa: E501
                )
            elif "share" in value:
                shares.append(share_line(inner, value))
            elif "macroF1" in value:
                facts.append(
                    f"| {inner} | {value['n']} | {value['macroF1']:.3f} | {bounds(value)} | {value['accuracy']:.3f} | {value['majority']:.3f} | {value['factSeekingAuc']:.3f} | {value['questionMarkAuc']:.3f} |"  # noqa: E501
                )
    examples, innocent = results["rules: the rule files’ examples"], results["rules: innocent replies"]
    said = [
        f"The rule files' examples: {examples['right at the thresholds']:.3f} of {examples['n']} fall on the right side of their rule's threshold.",  # noqa: E501
        f"Innocent replies (greetings, documentation, history, corrections): of {innocent['n']}, {innocent['blocked']} are blocked (95 % interval up to {innocent['atMost']:.3f}) and {len(innocent['flagged'])} flagged by any rule, out of {innocent['n'] * 23} decisions.",  # noqa: E501
    ]
    return [*out, "", *shares, "", *gaps, "", *facts, "", *said]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument("--size", choices=list(ENTRIES), default="small")
    args = parser.parse_args()
    folder = args.models / FOLDERS[args.size]
    write_between(folder / "README.md", tables(json.loads((folder / "evaluation.json").read_text())))


def write_between(page: Path, lines: list[str]) -> None:
    """Puts the lines between the page's two marks, in place of what stands there."""
    head, rest = page.read_text().split(BEGIN)
    page.write_text(head + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
