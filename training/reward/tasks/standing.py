"""Instructions of an earlier turn that hold (Ghost Attention: Llama 2, section 3.3), for the reward that picks among
    candidates.

A group of candidates.py is put behind such an instruction and some answers that kept it: the right answer that keeps
it, then the right answer that does not, then the rest as before, whether they keep it or not. What the instruction
adds ("Over.") claims nothing. Where the dialogue is cut to its end, the earlier answers still show what was asked
for."""

import random
from dataclasses import replace
from pathlib import Path

from corpora.instructions import ACKNOWLEDGED, Instruction, drawn, obeyed

from . import candidates
from .common import Group, Row
from .squad import articles, short_answer
from .wiki_claims import stated

MOST_BACK = 6  # earlier questions


def load(data: Path, rng: random.Random, groups: int) -> list[Group]:
    asked = [
        (qa["question"], qa["answers"][0]["text"])
        for a in articles(data)
        for p in a["paragraphs"]
        for qa in p["qas"][:1]
    ]
    made = [behind(group, drawn(rng), asked, rng) for group in candidates.load(data, rng, groups)]
    return [group for group in made if group is not None]


def behind(group: Group, instruction: Instruction, asked: list[tuple[str, str]], rng: random.Random) -> Group | None:
    worse = {j for _, j in group.better}
    best = [i for i in range(len(group.rows)) if i not in worse]
    past = history(instruction, rng.sample(asked, rng.randint(0, MOST_BACK)), rng)
    keeping = [kept(row, instruction) if i in best or rng.random() < 0.6 else row for i, row in enumerate(group.rows)]
    if instruction.kind == "short" or any(keeping[i] is None for i in best):
        return None
    rows = [replace(row or group.rows[i], dialogue=[*past, *group.rows[i].dialogue]) for i, row in enumerate(keeping)]
    better = list(group.better)
    for i in best:  # the same answer without what the instruction wants: behind it, and before whatever it was before
        better += [(i, len(rows)), *((len(rows), j) for a, j in group.better if a == i)]
        rows.append(replace(group.rows[i], dialogue=[*past, *group.rows[i].dialogue]))
    return Group(group.key, rows, better)


def history(instruction: Instruction, exchanges: list[tuple[str, str]], rng: random.Random) -> list[dict]:
    said = [(instruction.text, obeyed(instruction, ACKNOWLEDGED) or ACKNOWLEDGED)]
    for question, answer in exchanges:
        told = stated(question, answer) or short_answer(answer)
        said.append((question, obeyed(instruction, told) or told))
    if len(said) > 1 and rng.random() < 0.4:  # the instruction stands before the first question
        said[:2] = [(f"{instruction.text} {said[1][0]}", said[1][1])]
    return [
        turn
        for question, told in said
        for turn in ({"participant": "user", "text": question}, {"participant": "agent", "text": told})
    ]


def kept(row: Row, instruction: Instruction) -> Row | None:
    """The row's reply as the instruction wants it; what it puts behind the reply is a statement of its own, which
    claims nothing.
    """
    if instruction.kind == "end":
        add = lambda labels, label: None if labels is None else [*labels, label]
        return replace(
            row, reply=[*row.reply, instruction.word], support=add(row.support, None), checkable=add(row.checkable, 0)
        )
    place = 0 if instruction.kind == "start" else -1
    said = obeyed(instruction, row.reply[place])
    if said is None:
        return None
    reply = list(row.reply)
    reply[place] = said
    return replace(row, reply=reply)
