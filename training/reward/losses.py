"""One sum of losses; each is divided by its number of labels, or by a floor, so that a lone label does not shout."""

from __future__ import annotations

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from processor import FAST

from .batches import Batch, padded
from .model import RewardModel
from .render import Packer
from .tasks.common import ALL_RULES

FLOOR = 8
WEIGHTS = {'rules': 1.0, 'preference': 1.0, 'support': 1.0, 'checkable': 0.4, 'fact': 0.6}
ASKED = 11  # rules encoded a step: those that are broken in the batch, and others by chance


def mean(losses: Tensor, weights: Tensor | None = None) -> Tensor:
    if weights is None:
        return losses.sum() / max(len(losses), FLOOR)
    return (losses * weights).sum() / torch.clamp(weights.sum(), min=FLOOR / 2)


def encode(model: RewardModel, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
    """The layers in bf16 where the processor multiplies it fast; states, heads and losses stay in fp32."""
    with torch.autocast('cpu', torch.bfloat16, enabled=FAST is torch.bfloat16):
        return model.encode(ids, mask, segments)


def encode_rules(model: RewardModel, packer: Packer, texts: list[str]) -> Tensor:
    ids, mask, segments = padded([packer.rule_row(text) for text in texts])
    return model.rule_queries(encode(model, ids, mask, segments), mask)


def chosen_rules(batch: Batch, rng: random.Random) -> list[int]:
    broken = [i for i in batch.rules[batch.rules[:, 2] == 0, 1].unique().tolist() if i < len(ALL_RULES)]
    rest = [i for i in range(len(ALL_RULES)) if i not in broken]
    return broken + rng.sample(rest, max(0, min(len(rest), ASKED - len(broken))))


def losses(model: RewardModel, packer: Packer, batch: Batch, texts: list[str], rng: random.Random) -> dict[str, Tensor]:
    states = encode(model, batch.input_ids, batch.attention_mask, batch.segment_ids)
    out: dict[str, Tensor] = {}
    if len(batch.rules):
        asked = chosen_rules(batch, rng)
        every = [*texts, *batch.texts]
        asked += range(len(texts), len(every))
        queries = encode_rules(model, packer, [every[i] for i in asked])
        place = torch.full((len(every),), -1)
        place[asked] = torch.arange(len(asked))
        column = place[batch.rules[:, 1]]
        used = column >= 0
        with torch.autocast('cpu', torch.bfloat16, enabled=FAST is torch.bfloat16):
            asked_all = model.rule_logits(states, batch.attention_mask, queries).float()
        logits = asked_all[batch.rules[used, 0], column[used]]
        each = F.binary_cross_entropy_with_logits(logits, batch.rules[used, 2].float(), reduction='none')
        out['rules'] = mean(each, batch.rule_weights[used])
    if len(batch.better):
        scores = model.preferences(states, batch.attention_mask, batch.segment_ids)
        out['preference'] = mean(F.softplus(scores[batch.better[:, 1]] - scores[batch.better[:, 0]]))
    if batch.statements:
        tokens = model.tokens(states)
        for channel, name in enumerate(('support', 'checkable')):
            told = [s for s in batch.statements if s[3] == channel]
            if told:
                logits = torch.stack([tokens[row, start:end, channel].mean() for row, start, end, _, _ in told])
                labels = torch.tensor([float(s[4]) for s in told])
                out[name] = mean(F.binary_cross_entropy_with_logits(logits, labels, reduction='none'))
    if len(batch.facts):
        rows = batch.facts[:, 0]
        logits = model.facts(states[rows], batch.attention_mask[rows])
        out['fact'] = mean(F.cross_entropy(logits, batch.facts[:, 1], reduction='none'))
    return out


def total(parts: dict[str, Tensor]) -> Tensor:
    return sum(WEIGHTS[name] * value for name, value in parts.items())
