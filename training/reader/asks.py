"""Turns that could be looked up, and plain talk, for the reader's `asks` head.

    python -m reader.asks --data ../shared/data --out out/asks.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from reward.tasks.fact_seeking import load

from .data import HELD_APART, WRITTEN, dialogue_of

MODULES = Path(__file__).parents[2] / 'node_modules'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, default=Path('../shared/data'))
    parser.add_argument('--out', type=Path, default=Path('out/asks.jsonl'))
    args = parser.parse_args()
    rng = random.Random(5)
    rows = []
    for path in sorted((WRITTEN / 'questions').glob('*.jsonl')):
        for line in path.open(encoding='utf-8'):
            row = json.loads(line)
            if row['set'] not in HELD_APART:
                rows += [(dialogue_of(row, text), 1) for text in [row['question'], *row.get('near', [])[:1]]]
    groups = load(args.data, rng, MODULES)
    yes = [g for g in groups if g.fact != 1]
    no = [g for g in groups if g.fact == 1]
    rows += [(g.rows[0].dialogue, 1) for g in rng.sample(yes, min(len(yes), 2200))] + [(g.rows[0].dialogue, 0) for g in no]
    rng.shuffle(rows)
    with args.out.open('w', encoding='utf-8') as out:
        for i, (dialogue, label) in enumerate(rows):
            out.write(json.dumps({'kind': 'asks', 'id': f'asks {i // 8}', 'dialogue': dialogue, 'label': label, 'why': 'asks'}) + '\n')
    print(json.dumps({'rows': len(rows), 'asks': sum(label for _, label in rows)}))


if __name__ == '__main__':
    main()
