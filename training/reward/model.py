"""The reward model: an encoder with five segments (render.py) and one head for each reward; shapes in every
docstring."""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from .render import NOT_FOUND, REPLY

PLACES = 512
FACT_CLASSES = ("fact-based", "not-fact-based", "both")


class Attention(nn.Module):
    def __init__(self, width: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=epsilon)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [B,T,W], mask [B,1,1,T] or [B,H,T,T] additive -> [B,T,W]"""
        b, t, w = x.shape
        parts = (self.query, self.key, self.value)
        joined = F.linear(x, torch.cat([p.weight for p in parts]), torch.cat([p.bias for p in parts]))
        q, k, v = joined.view(b, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4).contiguous().flatten(1, 2).unbind(0)
        # by hand: the fused kernel's backward pass takes half of a step on a CPU
        scores = torch.bmm(q * (w / self.heads) ** -0.5, k.transpose(1, 2)).view(b, self.heads, t, t)
        shares = (scores + mask.to(scores.dtype)).softmax(-1).to(v.dtype).flatten(0, 1)
        mixed = torch.bmm(shares, v).view(b, self.heads, t, -1)
        return self.norm(x + self.output(mixed.transpose(1, 2).reshape(b, t, w)))


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.attention = Attention(width, heads, epsilon)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=epsilon)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.attention(x, mask)
        return self.norm(x + self.down(F.gelu(self.up(x))))


class RewardModel(nn.Module):
    def __init__(
        self, vocab: int, width: int, layers: int, heads: int, inner: int, epsilon: float = 1e-12, buckets: int = 0
    ) -> None:
        """buckets: of relative positions, each a bias for every head; 0 for an encoder that knows places alone"""
        super().__init__()
        self.width = width
        self.words = nn.Embedding(vocab, width)
        self.places = nn.Embedding(PLACES, width)
        self.relative = nn.Embedding(buckets, heads) if buckets else None
        self.segments = nn.Embedding(NOT_FOUND + 1, width)
        self.norm = nn.LayerNorm(width, eps=epsilon)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(width, heads, inner, epsilon) for _ in range(layers))
        self.words.weight.requires_grad_(False)
        self.preference = nn.Sequential(nn.Linear(2 * width, 128), nn.GELU(), nn.Linear(128, 1))
        self.fact = nn.Linear(width, 3)
        self.tokens = nn.Linear(width, 2)  # support, checkable
        self.rule_query = nn.Linear(width, width)
        self.rule_key = nn.Linear(width, width)
        self.rule_value = nn.Linear(width, width)
        self.rule_mix = nn.Linear(3 * width, 128)
        self.rule_out = nn.Linear(128, 1)
        self.rule_heads = 6
        nn.init.constant_(self.rule_out.bias, 1.5)

    def encode(self, input_ids: Tensor, attention_mask: Tensor, segment_ids: Tensor) -> Tensor:
        """ids, mask, segments [B,T] -> token states [B,T,W]"""
        places = torch.arange(input_ids.shape[1])
        x = self.words(input_ids) + self.places(places)[None] + self.segments(segment_ids)
        x = self.dropout(self.norm(x))
        mask = (1.0 - attention_mask.float())[:, None, None, :] * -1e9
        if self.relative is not None:
            mask = (
                mask + self.relative(relative_buckets(len(places), self.relative.num_embeddings)).permute(2, 0, 1)[None]
            )
        for layer in self.layers:
            x = layer(x, mask)
        return self.dropout(x.float())

    def rule_queries(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        """states of rule rows [R,T,W] -> [R,W]"""
        return self.rule_query(masked_mean(states, attention_mask.float()))

    def rule_logits(self, states: Tensor, attention_mask: Tensor, queries: Tensor) -> Tensor:
        """states [B,T,W], queries [R,W] -> logit of P(kept) [B,R]"""
        b, t, w = states.shape
        r, h = queries.shape[0], self.rule_heads
        keys = self.rule_key(states).view(b, t, h, -1).transpose(1, 2)  # [B,H,T,D]
        values = self.rule_value(states).view(b, t, h, -1).transpose(1, 2)
        asked = queries.view(r, h, -1).transpose(0, 1)[None]  # [1,H,R,D]
        scores = asked @ keys.transpose(2, 3) / (w / h) ** 0.5
        scores = scores + (1.0 - attention_mask.float())[:, None, None, :] * -1e9
        seen = (scores.softmax(-1) @ values).transpose(1, 2).reshape(b, r, w)
        spread = queries[None].expand(b, r, w)
        mixed = torch.cat([seen, spread, seen * spread], -1)
        return self.rule_out(F.gelu(self.rule_mix(mixed)))[..., 0]

    def preferences(self, states: Tensor, attention_mask: Tensor, segment_ids: Tensor) -> Tensor:
        """states [B,T,W] -> [B]: the first state beside the mean state of the reply"""
        reply = (segment_ids >= REPLY).float() * attention_mask.float()
        return self.preference(torch.cat([states[:, 0], masked_mean(states, reply)], -1))[:, 0]

    def facts(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        """states of dialogue rows [B,T,W] -> [B,3], in the order of FACT_CLASSES"""
        return self.fact(masked_mean(states, attention_mask.float()))


def masked_mean(states: Tensor, weights: Tensor) -> Tensor:
    """states [B,T,W], weights [B,T] -> [B,W]; zeros where nothing is marked"""
    total = (states * weights[..., None]).sum(1)
    return total / weights.sum(1, keepdim=True).clamp(min=1.0)


def relative_buckets(length: int, buckets: int, farthest: int = 128) -> Tensor:
    """-> [T,T], bucket of key j seen from query i: half of them for what comes after, each half exact when near, by
    logarithm when far
    """
    places = torch.arange(length)
    away = places[None, :] - places[:, None]
    half, exact, far = buckets // 2, buckets // 4, away.abs()
    by_logarithm = exact + (torch.log(far.clamp(min=1) / exact) / math.log(farthest / exact) * (half - exact)).long()
    return (away > 0) * half + torch.where(far < exact, far, by_logarithm.clamp(max=half - 1))


def pool_statements(logits: Tensor, spans: list[list[tuple[int, int]]]) -> list[Tensor]:
    """token logits [B,T] and token ranges -> mean logit of each statement, row by row; nan for an empty range"""
    return [
        torch.stack([row[a:b].mean() for a, b in ranges]) if ranges else row[:0] for row, ranges in zip(logits, spans)
    ]


def from_encoder(folder: str | Path) -> RewardModel:
    """Start from a BERT-shaped sentence encoder; the segment rows begin as its token type 0."""
    folder = Path(folder)
    shape = json.loads((folder / "config.json").read_text())
    model = RewardModel(
        shape["vocab_size"],
        shape["hidden_size"],
        shape["num_hidden_layers"],
        shape["num_attention_heads"],
        shape["intermediate_size"],
        shape["layer_norm_eps"],
        shape.get("relative_attention_num_buckets", 0),
    )
    saved = load_file(str(folder / "model.safetensors"))
    model.load_state_dict(renamed(saved, shape["num_hidden_layers"]), strict=False)
    return model


PARTS = {
    "attention.query": "attention.self.query",
    "attention.key": "attention.self.key",
    "attention.value": "attention.self.value",
    "attention.output": "attention.output.dense",
    "attention.norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm": "output.LayerNorm",
}


RELATIVE = "encoder.relative_attention_bias.weight"


def bert_names(ours: dict, layers: int) -> dict:
    """The layers' weights under the names that BERT gives them."""
    return {
        f"encoder.layer.{i}.{theirs}.{end}": ours[f"layers.{i}.{name}.{end}"]
        for i, name, theirs, end in layer_names(layers)
    }


def layer_names(layers: int) -> list[tuple[int, str, str, str]]:
    return [
        (i, name, theirs, end) for i in range(layers) for name, theirs in PARTS.items() for end in ("weight", "bias")
    ]


def renamed(saved: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    out = {
        "words.weight": saved["embeddings.word_embeddings.weight"],
        "places.weight": saved["embeddings.position_embeddings.weight"],
        "norm.weight": saved["embeddings.LayerNorm.weight"],
        "norm.bias": saved["embeddings.LayerNorm.bias"],
        "segments.weight": saved["embeddings.token_type_embeddings.weight"][:1].repeat(NOT_FOUND + 1, 1),
    }
    for i, name, theirs, end in layer_names(layers):
        out[f"layers.{i}.{name}.{end}"] = saved[f"encoder.layer.{i}.{theirs}.{end}"]
    if RELATIVE in saved:
        out["relative.weight"] = saved[RELATIVE]
    return {name: value.float() for name, value in out.items()}
