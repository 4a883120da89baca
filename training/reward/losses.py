"""One sum of losses; each is divided by its number of labels, or by a floor, so that a lone label does not shout."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from shared.processor import FAST

from .batches import Batch, padded
from .model import RewardModel
from .render import ASKED_FOR, EVIDENCE, REPLY, Packer
from .tasks.common import ALL_RULES

FLOOR = 8
WEIGHTS = {"rules": 1.0, "preference": 1.0, "support": 1.0, "checkable": 0.4, "fact": 0.6, "answer": 0.5}
ASKED = 11  # rules encoded a step: those that are broken in the batch, and others by chance


@dataclass
class Outputs:
    """What a model says of a batch; a head that no label of the batch asks for is None."""

    rules: Tensor | None  # [B,R] logits of P(kept), a column for each rule asked
    preference: Tensor | None  # [B]
    tokens: Tensor | None  # [B,T,2] logits of support and checkable
    facts: Tensor | None  # [F,3]
    answers: Tensor | None  # [A,T] log-probability that a token belongs to what answers


def mean(losses: Tensor, weights: Tensor | None = None) -> Tensor:
    if weights is None:
        return losses.sum() / max(len(losses), FLOOR)
    return (losses * weights).sum() / torch.clamp(weights.sum(), min=FLOOR / 2)


def encode(model: RewardModel, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
    """The layers in bf16 where the processor multiplies it fast; states, heads and losses stay in fp32."""
    with torch.autocast("cpu", torch.bfloat16, enabled=FAST is torch.bfloat16):
        return model.encode(ids, mask, segments)


def encode_rules(model: RewardModel, packer: Packer, texts: list[str]) -> Tensor:
    ids, mask, segments = padded([packer.rule_row(text) for text in texts])
    return model.rule_queries(encode(model, ids, mask, segments), mask)


def chosen_rules(batch: Batch, rng: random.Random) -> list[int]:
    """Columns of the rules to ask for: ours, then those beyond ours that the batch brings."""
    if not len(batch.rules):
        return []
    broken = [i for i in batch.rules[batch.rules[:, 2] == 0, 1].unique().tolist() if i < len(ALL_RULES)]
    rest = [i for i in range(len(ALL_RULES)) if i not in broken]
    asked = broken + rng.sample(rest, max(0, min(len(rest), ASKED - len(broken))))
    return [*asked, *range(len(ALL_RULES), len(ALL_RULES) + len(batch.texts))]


def read(
    model: RewardModel, packer: Packer, batch: Batch, asked: list[str], locate: torch.nn.Linear | None = None
) -> Outputs:
    """asked: texts of rules; locate: a head for training alone, which finds what answers the last turn in the
    evidence
    """
    states, mask = encode(model, batch.input_ids, batch.attention_mask, batch.segment_ids), batch.attention_mask
    rules = None
    if asked:
        queries = encode_rules(model, packer, asked)
        with torch.autocast("cpu", torch.bfloat16, enabled=FAST is torch.bfloat16):
            rules = model.rule_logits(states, mask, queries).float()
    rows = batch.facts[:, 0]
    return Outputs(
        rules,
        model.preferences(states, mask, batch.segment_ids) if len(batch.better) else None,
        model.tokens(states) if batch.statements else None,
        model.facts(states[rows], mask[rows]) if len(rows) else None,
        places(locate, states, batch) if locate and len(batch.answers) else None,
    )


def places(locate: torch.nn.Linear, states: Tensor, batch: Batch) -> Tensor:
    """states [B,T,W] -> log-softmax [A,T] over the evidence, and over the row's first token, which stands for
    "nothing answers" (as in Devlin et al. 2019, "BERT", section 4.3)
    """
    rows = batch.answers[:, 0]
    open_to = (batch.segment_ids[rows] == EVIDENCE) | (batch.segment_ids[rows] == ASKED_FOR)
    open_to[:, 0] = True
    return locate(states[rows]).squeeze(-1).masked_fill(~open_to, -1e4).log_softmax(-1)


def losses(said: Outputs, batch: Batch, asked: list[int]) -> dict[str, Tensor]:
    """asked: columns of the rules in `said`"""
    out: dict[str, Tensor] = {}
    if said.rules is not None:
        place = torch.full((len(ALL_RULES) + len(batch.texts),), -1)
        place[asked] = torch.arange(len(asked))
        column = place[batch.rules[:, 1]]
        used = column >= 0
        logits = said.rules[batch.rules[used, 0], column[used]]
        each = F.binary_cross_entropy_with_logits(logits, batch.rules[used, 2].float(), reduction="none")
        out["rules"] = mean(each, batch.rule_weights[used])
    if said.preference is not None:
        out["preference"] = mean(F.softplus(-margins(said.preference, batch)))
    if said.tokens is not None:
        for channel, name in enumerate(("support", "checkable")):
            told = [s for s in batch.statements if s[3] == channel]
            if told:
                logits = torch.stack([said.tokens[row, start:end, channel].mean() for row, start, end, _, _ in told])
                labels = torch.tensor([float(s[4]) for s in told])
                out[name] = mean(F.binary_cross_entropy_with_logits(logits, labels, reduction="none"))
    if said.facts is not None:
        out["fact"] = mean(F.cross_entropy(said.facts, batch.facts[:, 1], reduction="none"))
    if said.answers is not None:
        at = torch.arange(said.answers.shape[1])
        inside = (at >= batch.answers[:, 1:2]) & (at <= batch.answers[:, 2:3])
        out["answer"] = mean(-said.answers.masked_fill(~inside, -1e4).logsumexp(-1))
    return out


def margins(preference: Tensor, batch: Batch) -> Tensor:
    """preference [B] -> by how much the better row of each pair leads [P]"""
    return preference[batch.better[:, 0]] - preference[batch.better[:, 1]]


def distilled(said: Outputs, taught: Outputs, batch: Batch) -> dict[str, Tensor]:
    """Losses against what a teacher says of the same batch (Hinton et al. 2015, "Distilling the Knowledge in a Neural
    Network", at a temperature of 1): every rule asked of every row, the margin of each pair, the support of every
    token of the replies. A label tells one of these things, a teacher all.
    """
    out: dict[str, Tensor] = {}
    soft = lambda ours, theirs: F.binary_cross_entropy_with_logits(ours, theirs.sigmoid(), reduction="none").flatten()
    if said.rules is not None and taught.rules is not None:
        out["rules"] = mean(soft(said.rules, taught.rules))
    if said.preference is not None and taught.preference is not None:
        out["preference"] = mean(soft(margins(said.preference, batch), margins(taught.preference, batch)))
    if said.tokens is not None and taught.tokens is not None:
        reply = (batch.segment_ids >= REPLY) & (batch.attention_mask > 0)
        out["support"] = mean(soft(said.tokens[..., 0][reply], taught.tokens[..., 0][reply]))
    return out


def total(parts: dict[str, Tensor]) -> Tensor:
    return sum(WEIGHTS[name] * value for name, value in parts.items())
