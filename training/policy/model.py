"""The policy as a PyTorch module: a frozen base and a rank-r adapter on all seven matrices of each layer.

The reference that the ONNX graph is checked against, and what sft.py trains. Rows of a batch are padded on the right, so
that causal attention alone keeps padding out; logits are computed only at the places asked for.
"""

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .base import Base, Config, Layer

MATRICES = ("q", "k", "v", "o", "gate", "up", "down")


class AdaptedLinear(nn.Module):
    """y = x W^T + scale * (x A^T) B^T; W [N, K] frozen, A [r, K], B [N, r]. B starts at zero."""

    def __init__(self, weight: Tensor, rank: int, scale: float) -> None:
        super().__init__()
        self.register_buffer("weight", weight, persistent=False)
        self.a = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
        self.b = nn.Parameter(torch.zeros(weight.shape[0], rank))
        self.scale = scale

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight) + F.linear(F.linear(x, self.a), self.b * self.scale)


class Block(nn.Module):
    def __init__(self, config: Config, layer: Layer, rank: int, scale: float) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("attention_norm", torch.from_numpy(layer.attention_norm.copy()), persistent=False)
        self.register_buffer("mlp_norm", torch.from_numpy(layer.mlp_norm.copy()), persistent=False)
        for name in MATRICES:
            weight = torch.from_numpy(getattr(layer, name).values())
            self.add_module(name, AdaptedLinear(weight, rank, scale))

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        c, (batch, length, _) = self.config, x.shape
        h = F.rms_norm(x, (c.width,), self.attention_norm, c.epsilon)
        heads = lambda t, n: t.view(batch, length, n, c.head).transpose(1, 2)
        q, k = rotate(heads(self.q(h), c.heads), cos, sin), rotate(heads(self.k(h), c.kv_heads), cos, sin)
        mixed = F.scaled_dot_product_attention(q, k, heads(self.v(h), c.kv_heads), is_causal=True, enable_gqa=True)
        x = x + self.o(mixed.transpose(1, 2).reshape(batch, length, -1))
        h = F.rms_norm(x, (c.width,), self.mlp_norm, c.epsilon)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


def rope_tables(config: Config, length: int) -> tuple[Tensor, Tensor]:
    """cos, sin [length, head / 2] in fp32."""
    frequency = config.rope_base ** (-torch.arange(0, config.head, 2, dtype=torch.float64) / config.head)
    angle = torch.arange(length, dtype=torch.float64)[:, None] * frequency
    return angle.cos().float(), angle.sin().float()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """x [B, heads, T, head]; half-split rope."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)


class Policy(nn.Module):
    def __init__(self, base: Base, rank: int = 16, alpha: float = 32.0, max_length: int = 2048) -> None:
        super().__init__()
        self.config, self.rank = base.config, rank
        self.register_buffer("embedding", torch.from_numpy(base.embedding.values()), persistent=False)
        self.register_buffer("final_norm", torch.from_numpy(base.final_norm.copy()), persistent=False)
        cos, sin = rope_tables(base.config, max_length)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.blocks = nn.ModuleList(Block(base.config, layer, rank, alpha / rank) for layer in base.layers)

    def hidden(self, ids: Tensor) -> Tensor:
        """ids int64 [B, T] -> normed last states [B, T, width]."""
        length = ids.shape[1]
        x = F.embedding(ids, self.embedding)
        for block in self.blocks:
            x = block(x, self.cos[:length], self.sin[:length])
        return F.rms_norm(x, (self.config.width,), self.final_norm, self.config.epsilon)

    def forward(self, ids: Tensor, places: Tensor | None = None) -> Tensor:
        """Logits at places (bool [B, T]), as [count, vocabulary]; everywhere, [B, T, vocabulary], without places."""
        h = self.hidden(ids)
        return F.linear(h if places is None else h[places], self.embedding)


def adapter_state(policy: Policy) -> dict[str, Tensor]:
    """'{layer}.{matrix}.a' [r, K] and '{layer}.{matrix}.b' [N, r], the scale folded into b."""
    state: dict[str, Tensor] = {}
    for index, block in enumerate(policy.blocks):
        for name in MATRICES:
            linear = getattr(block, name)
            state[f"{index}.{name}.a"] = linear.a.detach().clone()
            state[f"{index}.{name}.b"] = (linear.b * linear.scale).detach().clone()
    return state


def load_adapter(policy: Policy, path: Path) -> None:
    state = torch.load(path, weights_only=True)
    with torch.no_grad():
        for index, block in enumerate(policy.blocks):
            for name in MATRICES:
                linear = getattr(block, name)
                linear.a.copy_(state[f"{index}.{name}.a"])
                linear.b.copy_(state[f"{index}.{name}.b"] / linear.scale)
