"""Groups -> padded batches of similar length; every label as a tensor, unknown labels left out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from .render import ASKED_FOR, EVIDENCE, Packed, Packer
from .tasks.common import ALL_RULES, Group

COLUMN = {rule: i for i, rule in enumerate(ALL_RULES)}


@dataclass
class Batch:
    input_ids: Tensor  # [B,T]
    attention_mask: Tensor  # [B,T]
    segment_ids: Tensor  # [B,T]
    rules: Tensor  # [K,3] row, rule column, 1 kept or 0 broken
    rule_weights: Tensor  # [K]
    texts: list[str]  # of rules beyond ours, whose columns follow
    better: Tensor  # [P,2] rows
    statements: list[tuple[int, int, int, int, int]]  # row, start, end, channel (0 support, 1 checkable), label
    facts: Tensor  # [F,2] row, class
    answers: Tensor  # [A,3] row, first and last token of what answers; the first token of the row where nothing does


def pack(group: Group, packer: Packer) -> list[Packed]:
    if group.fact is not None:
        return [packer.dialogue_row(row.dialogue) for row in group.rows]
    return [packer.row(row.dialogue, packer.ids(row.evidence), row.reply) for row in group.rows]


def padded(rows: list[Packed]) -> tuple[Tensor, Tensor, Tensor]:
    width = max(len(row.input_ids) for row in rows)
    ids, mask, segments = (torch.zeros(len(rows), width, dtype=torch.long) for _ in range(3))
    for i, row in enumerate(rows):
        n = len(row.input_ids)
        ids[i, :n] = torch.tensor(row.input_ids)
        mask[i, :n] = 1
        segments[i, :n] = torch.tensor(row.segment_ids)
    return ids, mask, segments


def collate(groups: list[tuple[Group, list[Packed]]], rarity: dict[str, float], packer: Packer) -> Batch:
    packed, rules, weights, better, statements, facts, answers = [], [], [], [], [], [], []
    texts: list[str] = []
    for group, rows in groups:
        base = len(packed)
        packed += rows
        better += [(base + i, base + j) for i, j in group.better]
        for k, row in enumerate(group.rows):
            for rule, value in row.rules.items():
                rules.append((base + k, COLUMN[rule], value))
                weights.append(len(row.rules) ** -0.5 if value else rarity[rule])
            for text, value in row.asked.items():
                if text not in texts:
                    texts.append(text)
                rules.append((base + k, len(ALL_RULES) + texts.index(text), value))
                weights.append(1.0)
            for channel, labels in enumerate((row.support, row.checkable)):
                for (start, end), label in zip(rows[k].spans, labels or []):
                    if label is not None and end > start:
                        statements.append((base + k, start, end, channel, label))
        if group.fact is not None:
            facts.append((base, group.fact))
        if group.answer is not None:
            wanted = packer.ids(group.answer)
            answers += [(base + k, *span) for k, row in enumerate(rows) if (span := located(row, wanted))]
    return Batch(
        *padded(packed),
        torch.tensor(rules, dtype=torch.long).view(-1, 3),
        torch.tensor(weights),
        texts,
        torch.tensor(better, dtype=torch.long).view(-1, 2),
        statements,
        torch.tensor(facts, dtype=torch.long).view(-1, 2),
        torch.tensor(answers, dtype=torch.long).view(-1, 3),
    )


def located(row: Packed, wanted: list[int]) -> tuple[int, int] | None:
    """First and last token of the evidence's first run of these; the row's first token for none."""
    shown = [i for i, segment in enumerate(row.segment_ids) if segment in (EVIDENCE, ASKED_FOR)]
    if not wanted or not shown:
        return None if wanted else (0, 0)
    n = len(wanted)
    return next(
        ((i, i + n - 1) for i in range(shown[0], shown[-1] + 2 - n) if row.input_ids[i : i + n] == wanted), None
    )


def batches(
    groups: list[Group],
    packer: Packer,
    rarity: dict[str, float],
    rng: random.Random,
    budget: int = 2560,
    most_rows: int = 64,
    pool: int = 3000,
) -> Iterator[list[tuple[Group, list[Packed]]]]:
    """Batches of at most `budget` padded tokens; groups of one pool are sorted by length, then batches are shuffled."""
    for start in range(0, len(groups), pool):
        packer.cache.clear()
        items = [(group, pack(group, packer)) for group in groups[start : start + pool]]
        items.sort(key=lambda item: (longest(item[1]), rng.random()))
        made, current, width, rows = [], [], 0, 0
        for item in items:
            wide = max(width, longest(item[1]))
            if current and (wide * (rows + len(item[1])) > budget or rows + len(item[1]) > most_rows):
                made.append(current)
                current, rows, wide = [], 0, longest(item[1])
            current.append(item)
            rows, width = rows + len(item[1]), wide
        made.append(current)
        rng.shuffle(made)
        yield from made


def longest(rows: list[Packed]) -> int:
    return max(len(row.input_ids) for row in rows)


def rarities(groups: list[Group]) -> dict[str, float]:
    """Weight of a broken label: the rarer it is for its rule, the heavier, between 1 and 5."""
    broken = {rule: 1 for rule in ALL_RULES}
    for group in groups:
        for row in group.rows:
            for rule, value in row.rules.items():
                broken[rule] += 1 - value
    return {rule: min(5.0, max(1.0, (1500 / count) ** 0.5)) for rule, count in broken.items()}
