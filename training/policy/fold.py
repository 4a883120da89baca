"""The fold graph: weights as they are stored -> weights as they run, in a graph of its own that has no inputs.

    stored: nibbles, scale, minimum of each block of 32 inputs (layers.bin); adapter a, b in fp16 (adapter.bin)
    run:    base + b a, then for int8 products int8 [K, N] with one scale a column; for float products float32 [K, N]

It is evaluated once when a model is opened, in a process of its own, whose memory goes with it; each of its outputs
is the external data, of the same name, of the run graph. Kept apart from the run graph since ONNX Runtime, where it
folds constants inside one graph, holds the stored, the unpacked and the packed weights until the session is closed.

Smoothing (Xiao et al. 2022): where some inputs of a product are always large, rounding them to 8 bits costs the
others. Such inputs are divided by factors that their rows of the weight are multiplied by; the division is folded
into what makes the inputs (a norm's gain, the scales of the columns of v and up), so that it costs nothing at run
time. smoothing.py measures it."""

from dataclasses import dataclass

import ml_dtypes
import numpy as np
from onnx import TensorProto

from shared.onnx_int8 import GraphBuilder

from .base import BLOCK, Base, Config

FUSED = {"qkv": ("q", "k", "v"), "o": ("o",), "gate_up": ("gate", "up"), "down": ("down",)}
Prepared = tuple[str, str | None]  # weight (int8 or float [K, N]) and its scale [N]


@dataclass(frozen=True)
class LayerWeights:
    products: dict[str, Prepared]
    attention_norm: str
    mlp_norm: str


class Fold:
    """Builds the fold graph, and declares what it gives in the run graph."""

    def __init__(self, fold: GraphBuilder, run: GraphBuilder) -> None:
        self.graph, self.run = fold, run

    def keep(self, name: str, array: np.ndarray, file: str) -> str:
        """A weight that runs as it is stored."""
        return self.give(name, self.store(name, array, file), array.dtype, array.shape)

    def store(self, name: str, array: np.ndarray, file: str) -> str:
        return self.graph.weight(f"raw.{name}", array, file)

    def give(self, name: str, value: str, dtype: type, shape: tuple[int, ...]) -> str:
        self.graph.output(name, value, dtype, list(shape))
        length = int(np.prod(shape)) * np.dtype(dtype).itemsize
        return self.run.external(name, dtype, shape, location=name, offset=0, length=length)

    def give_product(
        self, name: str, weight: str, shape: tuple[int, int], int8: bool, divide: str | None = None
    ) -> Prepared:
        """weight float [K, N] of the fold graph, ready for products; divide float [N] is what their results are
        divided by.
        """
        if not int8:
            return self.give(f"{name}.weight", weight, np.float32, shape), None
        whole, scale = quantize(self.graph, weight)
        if divide is not None:
            scale = self.graph.op("Div", scale, divide)
        return self.give(f"{name}.weight", whole, np.int8, shape), self.give(
            f"{name}.scale", scale, np.float32, shape[1:]
        )


def quantize(g: GraphBuilder, weight: str) -> tuple[str, str]:
    """float [K, N] -> int8 [K, N] and scale [N]; QuantizeLinear with an axis takes four times as long."""
    over_rows = lambda kind: g.op(kind, weight, g.const([0], np.int64), keepdims=0)
    largest = g.op("Max", over_rows("ReduceMax"), g.op("Neg", over_rows("ReduceMin")), g.const(1e-12, np.float32))
    scale = g.op("Mul", largest, g.const(1 / 127, np.float32))
    one, zero = g.const(1, np.float32), g.const(0, np.int8)
    return g.op("QuantizeLinear", g.op("Div", weight, scale), one, zero), scale


@dataclass(frozen=True)
class Smoothing:
    """A layer's factors as they lie in the fold graph: float [K] of each product's inputs; v's of its own columns."""

    inputs: dict[str, str]
    v: str


def smoothing_shapes(c: Config) -> dict[str, int]:
    return {"qkv": c.width, "o": c.kv_heads * c.head, "gate_up": c.width, "down": c.mlp}


def no_smoothing(c: Config) -> dict[str, np.ndarray]:
    """'{layer}.{product}' float16 [K]; for o one factor for each column of v."""
    return {
        f"{i}.{name}": np.ones(size, np.float16) for i in range(c.layers) for name, size in smoothing_shapes(c).items()
    }


def fold_smoothing(f: Fold, c: Config, index: int, smoothing: dict[str, np.ndarray]) -> Smoothing:
    g = f.graph
    stored = lambda name: f.store(
        f"layer.{index}.{name}.smoothing", smoothing[f"{index}.{name}"].astype(np.float16), "smoothing"
    )
    inputs = {name: g.op("Cast", stored(name), to=TensorProto.FLOAT) for name in smoothing_shapes(c)}
    v = inputs["o"]
    by_head = g.op("Reshape", v, g.const([c.kv_heads, 1, c.head], np.int64))
    by_head = g.op("Expand", by_head, g.const([c.kv_heads, c.heads // c.kv_heads, c.head], np.int64))
    return Smoothing({**inputs, "o": g.op("Reshape", by_head, g.const([-1], np.int64))}, v)


def divisor(f: Fold, c: Config, name: str, smoothing: Smoothing) -> str | None:
    """What the results of a product are divided by, since they are the inputs of the next: v before o, up before
    down.
    """
    g, ones = f.graph, lambda size: f.graph.const(np.ones(size), np.float32)
    if name == "qkv":
        return g.op("Concat", ones((c.heads + c.kv_heads) * c.head), smoothing.v, axis=0)
    return g.op("Concat", ones(c.mlp), smoothing.inputs["down"], axis=0) if name == "gate_up" else None


def fold_norm(f: Fold, name: str, gain: np.ndarray, divide: str | None) -> str:
    raw = f.store(name, gain, "layers")
    return f.give(name, raw if divide is None else f.graph.op("Div", raw, divide), np.float32, gain.shape)


def fold_product(
    f: Fold, base: Base, index: int, name: str, adapter: dict[str, np.ndarray], smoothing: Smoothing | None
) -> Prepared:
    """The fused matrix [K, N] of a layer: base + adapter; for int8 products where there is smoothing.

    The nibbles are stored as [K / 32, 32, N], so that nothing is transposed, and the adapter is added by the product
    itself."""
    g, key = f.graph, f"layer.{index}.{name}"
    parts = [getattr(base.layers[index], part) for part in FUSED[name]]
    rows, columns = sum(len(part.nibbles) for part in parts), parts[0].nibbles.shape[1]
    blocks = columns // BLOCK
    nibbles = np.concatenate([part.nibbles for part in parts]).T.reshape(blocks, BLOCK, rows)
    raw = f.store(f"{key}.nibbles", nibbles.astype(ml_dtypes.uint4), "layers")
    scale = f.store(f"{key}.scale", np.concatenate([part.scale for part in parts]).T[:, None], "layers")
    minimum = f.store(f"{key}.minimum", np.concatenate([part.minimum for part in parts]).T[:, None], "layers")
    cast = lambda value: g.op("Cast", value, to=TensorProto.FLOAT)
    weight = g.op("Add", g.op("Mul", cast(raw), cast(scale)), cast(minimum))
    weight = g.op("Reshape", weight, g.const([columns, rows], np.int64))
    a, b, before = [], [], 0
    for part, matrix in zip(FUSED[name], parts):
        a.append(cast(f.store(f"{key}.{part}.a", adapter[f"{index}.{part}.a"].astype(np.float16), "adapter")))  # [r, K]
        half = cast(f.store(f"{key}.{part}.b", adapter[f"{index}.{part}.b"].astype(np.float16), "adapter"))  # [n, r]
        after = rows - before - len(matrix.nibbles)
        b.append(g.op("Pad", half, g.const([before, 0, after, 0], np.int64)))  # its own rows of the fused matrix
        before += len(matrix.nibbles)
    join = lambda tensors, axis: tensors[0] if len(tensors) == 1 else g.op("Concat", *tensors, axis=axis)
    weight = g.op("Gemm", join(a, 0), join(b, 1), weight, transA=1, transB=1)
    if smoothing is None:
        return f.give_product(key, weight, (columns, rows), int8=False)
    weight = g.op("Mul", weight, g.op("Unsqueeze", smoothing.inputs[name], g.const([1], np.int64)))
    return f.give_product(key, weight, (columns, rows), True, divisor(f, base.config, name, smoothing))


def fold_layer(
    f: Fold, base: Base, index: int, adapter: dict[str, np.ndarray], smoothing: dict[str, np.ndarray] | None
) -> LayerWeights:
    """All of a layer; smoothing for int8 products, None for float ones. The order is that of the committed
    layers.bin.
    """
    own = base.layers[index]
    factors = None if smoothing is None else fold_smoothing(f, base.config, index, smoothing)
    products = {name: fold_product(f, base, index, name, adapter, factors) for name in FUSED}
    norm = lambda kind, gain, product: fold_norm(
        f, f"layer.{index}.{kind}_norm", gain, factors and factors.inputs[product]
    )
    return LayerWeights(products, norm("attention", own.attention_norm, "qkv"), norm("mlp", own.mlp_norm, "gate_up"))


def fold_embedding(f: Fold, base: Base, int8: bool) -> tuple[str, str, Prepared]:
    """The table as it is stored (int8 [V, blocks, 32], scale float16 [V, blocks, 1]) for look-up; the output matrix
    [width, V].
    """
    g = f.graph
    rows, columns = base.embedding.whole.shape
    table = {
        "embedding": base.embedding.whole.reshape(rows, columns // BLOCK, BLOCK),
        "embedding.scale": base.embedding.scale[..., None],
    }
    raw = [f.store(name, array, "embedding") for name, array in table.items()]
    kept = [f.give(name, value, array.dtype, array.shape) for (name, array), value in zip(table.items(), raw)]
    turned = [g.op("Cast", g.op("Transpose", value, perm=[1, 2, 0]), to=TensorProto.FLOAT) for value in raw]
    head = g.op("Reshape", g.op("Mul", *turned), g.const([columns, rows], np.int64))
    return *kept, f.give_product("head", head, (columns, rows), int8)
