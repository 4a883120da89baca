"""python -m reward.eval --data ../shared/data --models ../models

Measures the exported int8 graph, calibrated as the manifest says, on tests that training never saw; writes
models/reward/evaluation.json (models/reward-large/ for --size large), from which the card's table is made.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from .measure import fact_sets, own_sets, preference_sets, rule_sets, support_sets, word_baseline
from .mixture import MODULES
from .runtime import ENTRIES, FOLDERS, Reward


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models", type=Path, default=Path("../models"))
    parser.add_argument(
        "--samples", type=Path, default=Path("out/samples-dev.jsonl"), help="from training/write-replies.ts"
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--size", choices=list(ENTRIES), default="small")
    parser.add_argument("--quick", action="store_true", help="only the sets written for this project")
    parser.add_argument(
        "--only",
        nargs="*",
        default=[],
        help="only sets whose name holds one of these; the other figures of the file stay",
    )
    args = parser.parse_args()
    reward, data = Reward(args.models, args.threads, args.size), args.data
    own = [
        ("rules: the rule files’ examples", lambda: rule_sets.rule_examples(reward)),
        ("rules: innocent replies", lambda: rule_sets.innocent(reward)),
        ("support: grounded cases", lambda: support_sets.grounded(reward)),
        ("support: Fastify documents", lambda: support_sets.documentation(reward, MODULES)),
        ("preference: grounded cases", lambda: preference_sets.grounded(reward)),
        ("rules: pairs written by hand", lambda: own_sets.rule_pairs(reward)),
        ("rules: pairs written by hand, a bag of words", word_baseline.rule_pairs),
        ("preference: harm and hatred", lambda: own_sets.careful(reward)),
        ("rules: of others, by their text alone", lambda: own_sets.custom_rules(reward)),
        ("preference: our policy’s candidates", lambda: own_sets.gap_closed(reward, args.samples)),
        ("fact-seeking: written by hand", lambda: fact_sets.held(reward)),
    ]
    public = [
        *(
            (f"support: {name}", lambda rows=rows: support_sets.measured(reward, rows(data)))
            for name, rows in support_sets.PUBLIC.items()
        ),
        ("checkable: Factcheck-GPT", lambda: support_sets.checkable(reward, data)),
        ("rules: DiaSafety test", lambda: rule_sets.diasafety_test(reward, data)),
        *(
            (f"rules: {name}", lambda of=of: rule_sets.measured(reward, of[0](data), of[1]))
            for name, of in rule_sets.PUBLIC.items()
        ),
        ("preference: HH held out", lambda: preference_sets.hh(reward, data)),
        *(
            (
                f"preference: {name}",
                lambda rows=rows: preference_sets.told(*preference_sets.compared(reward, rows(data))),
            )
            for name, rows in preference_sets.PUBLIC.items()
        ),
    ]
    path = args.models / FOLDERS[args.size] / "evaluation.json"
    results = json.loads(path.read_text()) if args.only and path.exists() else {}
    wanted = [
        (name, measure)
        for name, measure in own + ([] if args.quick else public)
        if not args.only or any(part in name for part in args.only)
    ]
    for name, measure in wanted:
        begun = time.time()
        results[name] = measure()
        print(f"{name} ({time.time() - begun:.0f} s): {json.dumps(results[name], ensure_ascii=False)}", flush=True)
        if not args.quick:  # after each set, so that a run that is stopped leaves what it measured
            text = json.dumps(results, indent=1, ensure_ascii=False)
            path.write_text(text + "\n")
    print(json.dumps({"measured": len(results)}))


if __name__ == "__main__":
    main()
