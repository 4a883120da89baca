"""The policy's ONNX graph, from shapes and names of weights alone; export_onnx.py fills the weights in.

Weights are prepared inside the graph (nibbles -> float -> plus adapter -> uint8 by column); nothing there depends on an
input, so ONNX Runtime folds it once when it loads. What runs for each token is in layer().
"""

from dataclasses import dataclass

import ml_dtypes
import numpy as np
from onnx import TensorProto

from onnx_int8 import ZERO_POINT, GraphBuilder, product_int8, quantize_rows

from .base import BLOCK, Base, Config

FLOAT = TensorProto.FLOAT
TOP = 64
FUSED = {"qkv": ("q", "k", "v"), "o": ("o",), "gate_up": ("gate", "up"), "down": ("down",)}
Prepared = tuple[str, str | None]  # weight (uint8 or float [K, N]) and its scale [N]


def prepare_layer_weight(g: GraphBuilder, base: Base, index: int, name: str, adapter: dict[str, np.ndarray], int8: bool) -> Prepared:
    """The fused matrix [K, N] of a layer: base + adapter, quantised by column where int8.

    Every big step here is a copy of all weights while the graph loads, hence so few of them: the nibbles are stored as
    [K / 32, 32, N], so that nothing is transposed, and the adapter is added by the product itself (Gemm).
    """
    parts = [getattr(base.layers[index], part) for part in FUSED[name]]
    rows, columns = sum(len(part.nibbles) for part in parts), parts[0].nibbles.shape[1]
    blocks = columns // BLOCK
    key = f"layer.{index}.{name}"
    nibbles = np.concatenate([part.nibbles for part in parts]).T.reshape(blocks, BLOCK, rows)
    raw = g.weight(f"{key}.nibbles", nibbles.astype(ml_dtypes.uint4), "layers")
    scale = g.weight(f"{key}.scale", np.concatenate([part.scale for part in parts]).T[:, None], "layers")
    minimum = g.weight(f"{key}.minimum", np.concatenate([part.minimum for part in parts]).T[:, None], "layers")
    cast = lambda value: g.op("Cast", value, to=FLOAT)
    weight = g.op("Add", g.op("Mul", cast(raw), cast(scale)), cast(minimum))
    weight = g.op("Reshape", weight, g.const([columns, rows], np.int64))
    a, b, before = [], [], 0
    for part, matrix in zip(FUSED[name], parts):
        a.append(cast(g.weight(f"{key}.{part}.a", adapter[f"{index}.{part}.a"].astype(np.float16), "adapter")))  # [r, K]
        half = cast(g.weight(f"{key}.{part}.b", adapter[f"{index}.{part}.b"].astype(np.float16), "adapter"))  # [n, r]
        after = rows - before - len(matrix.nibbles)
        b.append(g.op("Pad", half, g.const([before, 0, after, 0], np.int64)))  # its own rows of the fused matrix
        before += len(matrix.nibbles)
    join = lambda tensors, axis: tensors[0] if len(tensors) == 1 else g.op("Concat", *tensors, axis=axis)
    weight = g.op("Gemm", join(a, 0), join(b, 1), weight, transA=1, transB=1)
    return quantize_in_graph(g, weight, rows) if int8 else (weight, None)


def quantize_in_graph(g: GraphBuilder, weight: str, columns: int) -> Prepared:
    """float [K, N] -> uint8 [K, N] around 128 and scale [N], by ops that constant folding evaluates."""
    over_rows = lambda kind: g.op(kind, weight, g.const([0], np.int64), keepdims=0)
    largest = g.op("Max", over_rows("ReduceMax"), g.op("Neg", over_rows("ReduceMin")), g.const(1e-12, np.float32))
    scale = g.op("Mul", largest, g.const(1 / 127, np.float32))
    zero = g.const(np.full(columns, ZERO_POINT), np.uint8)
    return g.op("QuantizeLinear", weight, scale, zero, axis=1), scale


def prepare_head(g: GraphBuilder, base: Base, int8: bool) -> tuple[str, str, Prepared]:
    """Raw embedding (int8 [V, blocks, 32], scale float16 [V, blocks, 1]) for look-up, and the output matrix [width, V]."""
    rows, columns = base.embedding.whole.shape
    blocks = columns // BLOCK
    whole = g.weight("embedding", base.embedding.whole.reshape(rows, blocks, BLOCK), "embedding")
    scale = g.weight("embedding.scale", base.embedding.scale[..., None], "embedding")
    turned = [g.op("Cast", g.op("Transpose", table, perm=[1, 2, 0]), to=FLOAT) for table in (whole, scale)]
    head = g.op("Reshape", g.op("Mul", *turned), g.const([columns, rows], np.int64))
    return whole, scale, quantize_in_graph(g, head, rows) if int8 else (head, None)


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


def shared_frame(g: GraphBuilder, config: Config, ids: str, positions: str, prefix_mask: str, suffix_mask: str) -> Frame:
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
    from_suffix, from_here = g.op("MatMul", swap(suffix), f"suffix.{layer}.value"), g.op("MatMul", swap(here), new_value)
    mixed = g.op("Add", g.op("Reshape", mixed, frame.rows), swap(g.op("Add", from_suffix, from_here)))
    mixed = g.op("Transpose", g.op("Reshape", mixed, frame.heads), perm=[1, 3, 0, 2, 4])
    return g.op("Reshape", mixed, fixed(0, 0, config.heads * size))


def layer(g: GraphBuilder, base: Base, index: int, x: str, added: str | None, weights: dict[str, Prepared], rope: tuple[str, str], frame: Frame) -> tuple[str, str]:
    """x and added (what the layer before adds to x) float [n, T, width] -> the new x, and what this layer adds."""
    c, own = base.config, base.layers[index]
    fixed = lambda *dims: g.const(dims, np.int64)
    x, h = normed(g, x, added, g.weight(f"layer.{index}.attention_norm", own.attention_norm, "layers"), c.epsilon)
    qk_width, kv_width = (c.heads + c.kv_heads) * c.head, c.kv_heads * c.head
    qk, v = g.op("Split", multiply(g, h, weights["qkv"]), fixed(qk_width, kv_width), count=2, axis=2)
    qk = g.contrib("RotaryEmbedding", qk, frame.positions, *rope)
    q, k = g.op("Split", qk, fixed(c.heads * c.head, kv_width), count=2, axis=2)
    key, value = (g.op("Transpose", g.op("Reshape", t, fixed(0, 0, c.kv_heads, c.head)), perm=[0, 2, 1, 3]) for t in (k, v))
    for name, tensor in (("key", key), ("value", value)):
        g.output(f"new.{index}.{name}", tensor, np.float32, ["n", c.kv_heads, "T", c.head])
    mixed = multiply(g, attend(g, c, q, key, value, index, frame), weights["o"])
    x, h = normed(g, x, mixed, g.weight(f"layer.{index}.mlp_norm", own.mlp_norm, "layers"), c.epsilon)
    gate, up = g.op("Split", multiply(g, h, weights["gate_up"]), fixed(c.mlp, c.mlp), count=2, axis=2)
    h = g.op("Mul", g.contrib("QuickGelu", gate, alpha=1.0), up)  # x * sigmoid(x)
    return x, multiply(g, h, weights["down"])


def normed(g: GraphBuilder, x: str, added: str | None, gain: str, epsilon: float) -> tuple[str, str]:
    """x + added, and its RMS norm."""
    if added is None:
        return x, g.op("SimplifiedLayerNormalization", x, gain, axis=-1, epsilon=epsilon)
    h, _, _, total = g.contrib("SkipSimplifiedLayerNormalization", x, added, gain, count=4, unused=(1, 2), epsilon=epsilon)
    return total, h


def rope_tables(config: Config, length: int) -> tuple[np.ndarray, np.ndarray]:
    angle = np.arange(length)[:, None] * config.rope_base ** (-np.arange(0, config.head, 2) / config.head)
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def build(g: GraphBuilder, base: Base, adapter: dict[str, np.ndarray], int8: bool, max_tokens: int) -> None:
    c = base.config
    fixed = lambda *dims: g.const(dims, np.int64)
    ids, positions = (g.input(name, np.int64, ["n", "T"]) for name in ("input_ids", "position_ids"))
    prefix_mask, suffix_mask = g.input("prefix_mask", np.float32, ["n", "P"]), g.input("suffix_mask", np.float32, ["n", "S"])
    for kind, rows, length in (("prefix", 1, "P"), ("suffix", "n", "S")):
        for index in range(c.layers):
            for name in ("key", "value"):
                g.input(f"{kind}.{index}.{name}", np.float32, [rows, c.kv_heads, length, c.head])
    embedding, embedding_scale, head = prepare_head(g, base, int8)
    rope = tuple(g.weight(f"rope.{n}", t, "layers") for n, t in zip(("cos", "sin"), rope_tables(c, max_tokens)))
    frame = shared_frame(g, c, ids, positions, prefix_mask, suffix_mask)
    look_up = lambda table: g.op("Cast", g.op("Gather", table, ids, axis=0), to=FLOAT)
    x, added = g.op("Reshape", g.op("Mul", look_up(embedding), look_up(embedding_scale)), fixed(0, 0, c.width)), None
    for index in range(c.layers):
        weights = {name: prepare_layer_weight(g, base, index, name, adapter, int8) for name in FUSED}
        x, added = layer(g, base, index, x, added, weights, rope, frame)
    last = g.op("Slice", g.op("Add", x, added), fixed(-1), fixed(2**62), fixed(1))
    _, h = normed(g, g.op("Squeeze", last, fixed(1)), None, g.weight("final_norm", base.final_norm, "layers"), c.epsilon)
    logits = multiply(g, h, head)
    values, top = g.op("TopK", logits, fixed(min(TOP, c.vocabulary)), count=2, axis=-1)
    g.output("logits", logits, np.float32, ["n", c.vocabulary])
    g.output("top_logits", values, np.float32, ["n", min(TOP, c.vocabulary)])
    g.output("top_ids", top, np.int64, ["n", min(TOP, c.vocabulary)])
    g.output("log_sum_exp", g.op("ReduceLogSumExp", logits, fixed(-1), keepdims=0), np.float32, ["n"])
