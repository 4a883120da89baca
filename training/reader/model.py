"""The reader: the reward model's encoder, and heads that say whether a passage answers, where, and whether a reply
is right."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from reward.model import RewardModel, from_encoder, masked_mean
from reward.render import ASKED_FOR, DIALOGUE, EVIDENCE, REPLY, Packed, Packer, render_dialogue

PASSAGE_TOKENS = 144
QUESTION_TOKENS = 64


class Reader(nn.Module):
    def __init__(self, body: RewardModel) -> None:
        super().__init__()
        width = body.width
        self.body = body
        self.answers = nn.Sequential(nn.Linear(2 * width, 128), nn.GELU(), nn.Linear(128, 1))
        self.right = nn.Sequential(nn.Linear(3 * width, 128), nn.GELU(), nn.Linear(128, 1))
        self.where = nn.Linear(width, 1)
        self.asks = nn.Linear(width, 1)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> dict[str, Tensor]:
        """ids, mask, segments [B,T] -> logits: answers, right, asks [B], where [B,T]"""
        x = self.body.encode(ids, mask, segments)
        kept = mask.float()
        evidence = masked_mean(x, ((segments == EVIDENCE) | (segments == ASKED_FOR)).float() * kept)
        reply = masked_mean(x, (segments >= REPLY).float() * kept)
        first = x[:, 0]
        return {
            "answers": self.answers(torch.cat([first, evidence], -1))[:, 0],
            "right": self.right(torch.cat([first, evidence, reply], -1))[:, 0],
            "where": self.where(x)[..., 0],
            "asks": self.asks(masked_mean(x, kept))[:, 0],
        }


def open_reader(encoder: Path, start: Path | None = None, run: Path | None = None) -> Reader:
    """start: a run of the reward model whose layers it begins with; run: a run of the reader to go on from"""
    body = from_encoder(encoder)
    if start:
        body.load_state_dict(load_file(str(start / "reward.safetensors")), strict=False)
    reader = Reader(body)
    if run:
        reader.load_state_dict(load_file(str(run / "reader.safetensors")), strict=False)
    return reader


def head_of(packer: Packer, dialogue: list[dict]) -> list[int]:
    return [packer.cls, *packer.ids(render_dialogue(dialogue))[-QUESTION_TOKENS:], packer.sep]


def pack_passage(packer: Packer, dialogue: list[dict], title: str, parts: list[str]) -> Packed:
    """[CLS] dialogue [SEP] title part part … [SEP] [SEP]; `spans` are the token ranges of the parts,
    an empty one for what was cut off."""
    head = head_of(packer, dialogue)
    shown = packer.ids(title)[: PASSAGE_TOKENS // 3]
    spans = []
    for part in parts:
        ids = packer.ids(part)[: PASSAGE_TOKENS - len(shown)]
        spans.append((len(head) + len(shown), len(head) + len(shown) + len(ids)))
        shown = shown + ids
    return Packed([*head, *shown, packer.sep, packer.sep], [*segments_of(head, shown), EVIDENCE, REPLY], spans)


def pack_reply(packer: Packer, dialogue: list[dict], title: str, evidence: str, reply: str) -> Packed:
    """[CLS] dialogue [SEP] title evidence [SEP] reply [SEP]; of the evidence what bears on question and reply"""
    head = head_of(packer, dialogue)
    own = packer.ids(reply)[:PASSAGE_TOKENS]
    shown = packer.ids(title)[: PASSAGE_TOKENS // 3]
    shown = (shown + packer.ids(evidence))[:PASSAGE_TOKENS]
    found = set(shown) or set(own)
    tail = [REPLY if token in found else REPLY + 1 for token in own]
    return Packed([*head, *shown, packer.sep, *own, packer.sep], [*segments_of(head, shown), EVIDENCE, *tail, REPLY])


def segments_of(head: list[int], shown: list[int]) -> list[int]:
    asked = set(head)
    return [DIALOGUE] * len(head) + [ASKED_FOR if token in asked else EVIDENCE for token in shown]
