"""python -m reward.sample_policy --data ../shared/data --models ../models --part train --n 300 --out ../runs/samples-train.jsonl

Draws candidates from our own policy, with the service's sampling, for questions of SQuAD's paragraphs over their own snippet,
a snippet of the same article that does not answer, or one of another article. Rows: { title, question, evidence, answers,
answerable, replies }; tasks/own_samples.py labels them from the data. The part `dev` (paragraphs that neither model was
trained on) is for measuring only.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

from policy.data import Distractors, shuffled
from policy.engine import Engine
from policy.prompt import Renderer, load_prompt, load_tokenizer
from policy.sampling import Sampler, Sampling
from policy.sources import results, snippet, squad, user

from .tasks.common import bucket, read_json
from .tasks.preferences import SEEN

ANSWERABLE, NEAR = 0.78, 0.6  # shares of questions over their own snippet; of the others, of the same article


def questions(data: Path, part: str, count: int, rng: random.Random) -> list[dict]:
    items, seen = shuffled(rng, squad(data, part, rng)), set()
    other, rows, used = Distractors(items, rng), [], read_json(SEEN)['squad']
    for item in items:
        if len(rows) == count:
            break
        answerable = rng.random() < ANSWERABLE
        taken = [snippet(item['text'], item['title'])] if answerable else other.take(item, 1, near=float(rng.random() < NEAR))
        if item['context'] in seen or not taken or (part == 'dev' and bucket(item['context'], 2**24) in used):
            continue
        seen.add(item['context'])
        rows.append({'title': item['title'], 'question': item['question'], 'evidence': taken[0], 'answers': item['answers'], 'answerable': answerable})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--data', type=Path, default=Path('../shared/data'))
    parser.add_argument('--models', type=Path, default=Path('../models'))
    parser.add_argument('--part', choices=['train', 'dev'], default='train')
    parser.add_argument('--n', type=int, default=300)
    parser.add_argument('--samples', type=int, default=8)
    parser.add_argument('--temperature', type=float, default=0.9)
    parser.add_argument('--seed', type=int, default=3)
    parser.add_argument('--out', type=Path, required=True)
    args = parser.parse_args()
    tokenizer, begun = load_tokenizer(args.models), time.time()
    sampler = Sampler(Engine(args.models / 'policy/policy.cpu.onnx'), Renderer(tokenizer, load_prompt(args.models)), tokenizer.decode)
    with args.out.open('a') as file:
        for at, row in enumerate(questions(args.data, args.part, args.n, random.Random(args.seed))):
            turns = [user(row['question']), results([row['evidence']])]
            row['replies'] = sampler.write(turns, n=args.samples, tokens=56, seed=at, controls=Sampling(temperature=args.temperature))
            file.write(json.dumps(row, ensure_ascii=False) + '\n')
            file.flush()
    print(json.dumps({'seconds': round(time.time() - begun)}))


if __name__ == '__main__':
    main()
