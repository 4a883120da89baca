"""The policy as a PyTorch module: a frozen base and a rank-r adapter on all seven matrices of each layer.

The reference that the ONNX graph is checked against, and what sft.py trains. Rows of a batch are padded on the right,
so that causal attention alone keeps padding out; logits are computed only at the places asked for."""

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .base import Base, Config, Layer

KeyValue = tuple[Tensor, Tensor]  # [B, kv, T, head] each
MATRICES = ("q", "k", "v", "o", "gate", "up", "down")


class AdaptedLinear(nn.Module):
    """y = x W^T + scale * (x A^T) B^T; W [N, K] frozen, A [r, K], B [N, r]. B starts at zero.

    Products are in the type of W (bf16 in training); A and B are kept in fp32.
    """

    def __init__(self, weight: Tensor, rank: int, scale: float) -> None:
        super().__init__()
        self.register_buffer("weight", weight, persistent=False)
        self.a = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
        self.b = nn.Parameter(torch.zeros(weight.shape[0], rank))
        self.scale = scale

    def forward(self, x: Tensor) -> Tensor:
        kind = self.weight.dtype
        return F.linear(x, self.weight) + F.linear(F.linear(x, self.a.to(kind)), (self.b * self.scale).to(kind))


class Block(nn.Module):
    def __init__(self, config: Config, layer: Layer, rank: int, scale: float) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("attention_norm", torch.from_numpy(layer.attention_norm.copy()), persistent=False)
        self.register_buffer("mlp_norm", torch.from_numpy(layer.mlp_norm.copy()), persistent=False)
        for name in MATRICES:
            weight = torch.from_numpy(getattr(layer, name).values())
            self.add_module(name, AdaptedLinear(weight, rank, scale))

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, before: KeyValue | None = None) -> tuple[Tensor, KeyValue]:
        """x fp32 [B, T, width] after the keys and values of a beginning that all rows share -> x and what is to be
        read later.
        """
        c, (batch, length, _) = self.config, x.shape
        kind = self.q.weight.dtype
        h = F.rms_norm(x, (c.width,), self.attention_norm, c.epsilon).to(kind)
        heads = lambda t, n: t.view(batch, length, n, c.head).transpose(1, 2)
        q, k = rotate(heads(self.q(h), c.heads), cos, sin), rotate(heads(self.k(h), c.kv_heads), cos, sin)
        v = heads(self.v(h), c.kv_heads)
        if before is not None:
            k, v = (torch.cat([old.expand(batch, -1, -1, -1), new], dim=2) for old, new in zip(before, (k, v)))
        x = x + self.o(attend(q, k, v).transpose(1, 2).reshape(batch, length, -1))
        h = F.rms_norm(x, (c.width,), self.mlp_norm, c.epsilon).to(kind)
        return x + self.down(F.silu(self.gate(h)) * self.up(h)), (k, v)


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Causal attention: q [B, heads, T, head] are the last T places of k and v [B, kv, P + T, head].

    Written out since, in training on a processor, it is twice as fast as the library's own.
    """
    batch, heads, length, head = q.shape
    grouped = q.reshape(batch, k.shape[1], -1, head)  # rows are (head of the group, token)
    scores = (grouped @ k.transpose(2, 3)).view(batch, heads, length, -1).float() / math.sqrt(head)
    later = torch.ones(scores.shape[2:], dtype=torch.bool, device=q.device).triu(1 + k.shape[2] - length)
    shares = scores.masked_fill(later, float("-inf")).softmax(-1).to(q.dtype)
    return (shares.view(batch, k.shape[1], -1, k.shape[2]) @ v).view(batch, heads, length, head)


def rope_tables(config: Config, length: int) -> tuple[Tensor, Tensor]:
    """cos, sin [length, head / 2] in fp32."""
    frequency = config.rope_base ** (-torch.arange(0, config.head, 2, dtype=torch.float64) / config.head)
    angle = torch.arange(length, dtype=torch.float64)[:, None] * frequency
    return angle.cos().float(), angle.sin().float()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """x [B, heads, T, head]; half-split rope."""
    cos, sin = cos.to(x.dtype), sin.to(x.dtype)
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

    def hidden(self, ids: Tensor, shared: int = 0) -> Tensor:
        """ids int64 [B, T] -> normed last states [B, T - shared, width]; the first `shared` ids are the same in all
        rows and read once.
        """
        first, x = (F.embedding(part, self.embedding).float() for part in (ids[:1, :shared], ids[:, shared:]))
        beginning, rest = ((self.cos[a:b], self.sin[a:b]) for a, b in ((0, shared), (shared, ids.shape[1])))
        before = None
        for block in self.blocks:
            if shared:
                first, before = block(first, *beginning)
            x, _ = block(x, *rest, before)
        return F.rms_norm(x, (self.config.width,), self.final_norm, self.config.epsilon)

    def forward(self, ids: Tensor, places: Tensor | None = None, shared: int = 0) -> Tensor:
        """Logits at places (bool [B, T - shared]), as [count, vocabulary]; everywhere, [B, T, vocabulary], without
        places.
        """
        h = self.hidden(ids, shared)
        return F.linear((h if places is None else h[places]).to(self.embedding.dtype), self.embedding).float()

    def freeze_in(self, kind: torch.dtype) -> "Policy":
        """Puts the frozen matrices into kind: bf16 makes a step 2-3 times as fast where the processor has it."""
        self.embedding = self.embedding.to(kind)
        for module in self.modules():
            if isinstance(module, AdaptedLinear):
                module.weight = module.weight.to(kind)
        return self


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
