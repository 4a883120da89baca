"""The policy's run graph: n rows of T new tokens, after a prefix of P tokens that all share and a suffix of S of each
    row's own.

    input_ids, position_ids [n, T]; prefix_mask [n, P], suffix_mask [n, S] (0 or -1e9, added to scores)
    prefix.{layer}.key, .value [1, kv, P, head]; suffix.{layer}.key, .value [n, kv, S, head]
    -> logits [n, V] after each row's last token, the best 64 of them and the log of their sum; new.{layer}.key,
    .value

Its weights come from fold.py. What runs for each token is in layer()."""

from dataclasses import dataclass

import numpy as np
from onnx import TensorProto

from shared.onnx_int8 import GraphBuilder, product_int8, quantize_rows

from .base import Base, Config
from .fold import Fold, LayerWeights, Prepared, fold_embedding, fold_layer

TOP = 64


def multiply(g: GraphBuilder, x: str, prepared: Prepared) -> str:
    weight, scale = prepared
    return g.op("MatMul", x, weight) if scale is None else product_int8(g, quantize_rows(g, x), weight, scale)


@dataclass(frozen=True)
class Frame:
    """What all layers share: the additive mask of the scores and the shapes that depend on n, T, P and S."""

    mask: str  # [1, n, groups * T, P + S + T]
    sizes: str  # [P, S, T]
    by_candidate: str  # [kv, n, groups * T, P]
    by_prefix: str  # [1, kv, n * groups * T, P]
    heads: str  # [kv, n, groups, T, head]
    rows: str  # [kv, n, groups * T, head]
    positions: str


def shared_frame(
    g: GraphBuilder, config: Config, ids: str, positions: str, prefix_mask: str, suffix_mask: str
) -> Frame:
    """Rows of scores are (head of the group, token); columns are prefix, suffix, new tokens."""
    groups = config.heads // config.kv_heads
    fixed = lambda *dims: g.const(dims, np.int64)
    join = lambda *dims: g.op("Concat", *dims, axis=0)
    n, length = g.op("Shape", ids, start=0, end=1), g.op("Shape", ids, start=1, end=2)
    p, s = (g.op("Shape", mask, start=1, end=2) for mask in (prefix_mask, suffix_mask))
    height = g.op("Mul", length, fixed(groups))
    past = g.op("Unsqueeze", g.op("Concat", prefix_mask, suffix_mask, axis=1), fixed(1))  # [n, 1, P + S]
    step = g.op("Range", g.const(0, np.int64), g.op("Squeeze", length), g.const(1, np.int64))
    later = g.op("Less", g.op("Unsqueeze", step, fixed(1)), g.op("Unsqueeze", step, fixed(0)))
    new = g.op("Where", later, g.const(-1e9, np.float32), g.const(0, np.float32))  # [T, T]
    new = g.op("Unsqueeze", g.op("Concat", *[new] * groups, axis=0), fixed(0))
    past = g.op("Expand", past, join(n, height, fixed(1)))
    new = g.op("Expand", new, join(n, fixed(1, 1)))
    return Frame(
        mask=g.op("Unsqueeze", g.op("Concat", past, new, axis=2), fixed(0)),
        sizes=join(p, s, length),
        by_candidate=join(fixed(config.kv_heads), n, height, p),
        by_prefix=join(fixed(1, config.kv_heads), g.op("Mul", n, height), p),
        heads=join(fixed(config.kv_heads), n, fixed(groups), length, fixed(config.head)),
        rows=join(fixed(config.kv_heads), n, height, fixed(config.head)),
        positions=positions,
    )


def attend(g: GraphBuilder, config: Config, q: str, new_key: str, new_value: str, layer: int, frame: Frame) -> str:
    """q float [n, T, heads * head], new keys and values [n, kv, T, head] -> [n, T, heads * head].

    The scores on the shared prefix are one product for each key head over all candidates and the heads of its group, so
    that the prefix is read once for all candidates. Shapes are written out, since -1 has no meaning where P = 0.
    """
    n_kv, groups, size = config.kv_heads, config.heads // config.kv_heads, config.head
    fixed = lambda *dims: g.const(dims, np.int64)
    swap = lambda value: g.op("Transpose", value, perm=[1, 0, 2, 3])
    score = lambda query, keys: g.contrib("FusedMatMul", query, keys, transB=1, alpha=1 / size**0.5)
    q = g.op("Transpose", g.op("Reshape", q, fixed(0, 0, n_kv, groups, size)), perm=[2, 0, 3, 1, 4])
    shared = g.op("Reshape", q, fixed(1, n_kv, -1, size))
    own = swap(g.op("Reshape", q, frame.rows))  # [n, kv, groups * T, head]
    on_prefix = g.op("Reshape", score(shared, f"prefix.{layer}.key"), frame.by_candidate, allowzero=1)
    on_own = [swap(score(own, keys)) for keys in (f"suffix.{layer}.key", new_key)]
    scores = g.op("Add", g.op("Concat", on_prefix, *on_own, axis=3), frame.mask)
    prefix, suffix, here = g.op("Split", g.op("Softmax", scores, axis=-1), frame.sizes, count=3, axis=3)
    mixed = g.op("MatMul", g.op("Reshape", prefix, frame.by_prefix, allowzero=1), f"prefix.{layer}.value")
    from_suffix, from_here = (
        g.op("MatMul", swap(suffix), f"suffix.{layer}.value"),
        g.op("MatMul", swap(here), new_value),
    )
    mixed = g.op("Add", g.op("Reshape", mixed, frame.rows), swap(g.op("Add", from_suffix, from_here)))
    mixed = g.op("Transpose", g.op("Reshape", mixed, frame.heads), perm=[1, 3, 0, 2, 4])
    return g.op("Reshape", mixed, fixed(0, 0, config.heads * size))


def layer(
    g: GraphBuilder,
    c: Config,
    index: int,
    x: str,
    added: str | None,
    weights: LayerWeights,
    rope: tuple[str, str],
    frame: Frame,
) -> tuple[str, str]:
    """x and added (what the layer before adds to x) float [n, T, width] -> the new x, and what this layer adds."""
    products = weights.products
    fixed = lambda *dims: g.const(dims, np.int64)
    x, h = normed(g, x, added, weights.attention_norm, c.epsilon)
    qk_width, kv_width = (c.heads + c.kv_heads) * c.head, c.kv_heads * c.head
    qk, v = g.op("Split", multiply(g, h, products["qkv"]), fixed(qk_width, kv_width), count=2, axis=2)
    qk = g.contrib("RotaryEmbedding", qk, frame.positions, *rope)
    q, k = g.op("Split", qk, fixed(c.heads * c.head, kv_width), count=2, axis=2)
    key, value = (
        g.op("Transpose", g.op("Reshape", t, fixed(0, 0, c.kv_heads, c.head)), perm=[0, 2, 1, 3]) for t in (k, v)
    )
    for name, tensor in (("key", key), ("value", value)):
        g.output(f"new.{index}.{name}", tensor, np.float32, ["n", c.kv_heads, "T", c.head])
    mixed = multiply(g, attend(g, c, q, key, value, index, frame), products["o"])
    x, h = normed(g, x, mixed, weights.mlp_norm, c.epsilon)
    gate, up = g.op("Split", multiply(g, h, products["gate_up"]), fixed(c.mlp, c.mlp), count=2, axis=2)
    h = g.op("Mul", g.contrib("QuickGelu", gate, alpha=1.0), up)  # x * sigmoid(x)
    return x, multiply(g, h, products["down"])


def normed(g: GraphBuilder, x: str, added: str | None, gain: str, epsilon: float) -> tuple[str, str]:
    """x + added, and its RMS norm."""
    if added is None:
        return x, g.op("SimplifiedLayerNormalization", x, gain, axis=-1, epsilon=epsilon)
    h, _, _, total = g.contrib(
        "SkipSimplifiedLayerNormalization", x, added, gain, count=4, unused=(1, 2), epsilon=epsilon
    )
    return total, h


def rope_tables(config: Config, length: int) -> tuple[np.ndarray, np.ndarray]:
    angle = np.arange(length)[:, None] * config.rope_base ** (-np.arange(0, config.head, 2) / config.head)
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def build(
    f: Fold, base: Base, adapter: dict[str, np.ndarray], smoothing: dict[str, np.ndarray] | None, max_tokens: int
) -> None:
    """Fills both graphs; smoothing for int8 products, None for float ones."""
    c, g = base.config, f.run
    fixed = lambda *dims: g.const(dims, np.int64)
    ids, positions = (g.input(name, np.int64, ["n", "T"]) for name in ("input_ids", "position_ids"))
    prefix_mask, suffix_mask = (
        g.input("prefix_mask", np.float32, ["n", "P"]),
        g.input("suffix_mask", np.float32, ["n", "S"]),
    )
    for kind, rows, length in (("prefix", 1, "P"), ("suffix", "n", "S")):
        for index in range(c.layers):
            for name in ("key", "value"):
                g.input(f"{kind}.{index}.{name}", np.float32, [rows, c.kv_heads, length, c.head])
    embedding, embedding_scale, head = fold_embedding(f, base, smoothing is not None)
    rope = tuple(f.keep(f"rope.{n}", t, "layers") for n, t in zip(("cos", "sin"), rope_tables(c, max_tokens)))
    frame = shared_frame(g, c, ids, positions, prefix_mask, suffix_mask)
    look_up = lambda table: g.op("Cast", g.op("Gather", table, ids, axis=0), to=TensorProto.FLOAT)
    x, added = g.op("Reshape", g.op("Mul", look_up(embedding), look_up(embedding_scale)), fixed(0, 0, c.width)), None
    for index in range(c.layers):
        x, added = layer(g, c, index, x, added, fold_layer(f, base, index, adapter, smoothing), rope, frame)
    last = g.op("Slice", g.op("Add", x, added), fixed(-1), fixed(2**62), fixed(1))
    final_norm = f.keep("final_norm", base.final_norm, "layers")
    _, h = normed(g, g.op("Squeeze", last, fixed(1)), None, final_norm, c.epsilon)
    logits = multiply(g, h, head)
    values, top = g.op("TopK", logits, fixed(min(TOP, c.vocabulary)), count=2, axis=-1)
    g.output("logits", logits, np.float32, ["n", c.vocabulary])
    g.output("top_logits", values, np.float32, ["n", min(TOP, c.vocabulary)])
    g.output("top_ids", top, np.int64, ["n", min(TOP, c.vocabulary)])
    g.output("log_sum_exp", g.op("ReduceLogSumExp", logits, fixed(-1), keepdims=0), np.float32, ["n"])
