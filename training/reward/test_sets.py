"""python -m reward.test_sets --data ../shared/data --out out/sets

The public tests as rows of `dunnock eval` (docs/cli.md), a file for each, so that the service itself measures what reward.eval measures on
the graph alone. Beside them stand the sets that this project wrote (heldout/), which are such rows already:

    npx dunnock eval training/out/sets/*.jsonl training/reward/heldout/facts.jsonl training/reward/heldout/innocent.jsonl training/reward/heldout/pairs/*.jsonl
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .measure import preference_sets, rule_sets, support_sets
from .tasks import diasafety
from .tasks.preferences import PARTS


def evidence(text: str) -> dict:
    return {'evidence': [{'text': text}]} if text else {}


def support(rows: list[support_sets.Claim]) -> list[dict]:
    asked = [[{'participant': 'user', 'text': question}] for question, *_ in rows]
    return [{'dialogue': ask, **evidence(text), 'reply': claim, 'supported': bool(label)} for ask, (_, text, claim, label) in zip(asked, rows)]


def rules(rows: list[rule_sets.Told], of: tuple[str, ...]) -> list[dict]:
    return [{'dialogue': dialogue, 'reply': reply, 'rule': list(of), 'kept': keeps} for dialogue, reply, keeps in rows]


def comparisons(rows: list[preference_sets.Pair]) -> list[dict]:
    return [{'dialogue': dialogue, **evidence(text), 'chosen': better, 'rejected': worse, 'group': json.dumps(dialogue)} for dialogue, text, better, worse in rows]


def sets(data: Path) -> dict[str, list[dict]]:
    return {
        **{name: support(rows(data)) for name, rows in support_sets.PUBLIC.items()},
        'DiaSafety test': [row for told, category in rule_sets.diasafety_rows(data) for row in rules([told], diasafety.RULES[category])],
        **{name: rules(rows(data), of) for name, (rows, of) in rule_sets.PUBLIC.items()},
        **{f'HH held out, {part}': comparisons(preference_sets.hh_part(data, part)) for part in PARTS},
        **{name: comparisons(rows(data)) for name, rows in preference_sets.PUBLIC.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--data', type=Path, default=Path('../shared/data'))
    parser.add_argument('--out', type=Path, default=Path('out/sets'))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for number, (name, rows) in enumerate(sets(args.data).items()):
        lines = [json.dumps({'set': name, **row}, ensure_ascii=False) for row in rows]
        (args.out / f'{number:02}.jsonl').write_text('\n'.join(lines) + '\n', encoding='utf-8')
        print(json.dumps({'set': name, 'rows': len(rows)}))


if __name__ == '__main__':
    main()
