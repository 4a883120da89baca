"""Builds ONNX graphs by hand: a small builder, and linear layers in int8 with one scale for each row (token).

A row of x is divided by its largest magnitude and rounded to uint8 around 128; weights are int8 with one scale for
each output column; the product is taken in whole numbers and scaled back. A row's result does not depend on the rows
beside it. uint8 x int8 is what processors have an instruction for; x86 ones without VNNI saturate in it, and there a
session must be opened with session.x64quantprecision = 1, which makes ONNX Runtime turn the weights into uint8,
slower and exact.

    g = GraphBuilder("encoder", folder, {"words": "words.bin", "weights": "encoder.bin"})
    ids = g.input("input_ids", np.int64, ["B", "T"])
    h = linear_int8(g, "layer.0.query", x, weight, bias, file="weights")        # weight [K, N] float32
    g.output("embedding", h, np.float32, ["B", 384])
    g.save("encoder.onnx")"""

import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import onnx
from onnx import TensorProto, helper

ZERO_POINT = 128
CONTRIB = "com.microsoft"
TYPES = {
    np.dtype(np.float32): TensorProto.FLOAT,
    np.dtype(np.float16): TensorProto.FLOAT16,
    np.dtype(np.int64): TensorProto.INT64,
    np.dtype(np.int32): TensorProto.INT32,
    np.dtype(np.int8): TensorProto.INT8,
    np.dtype(np.uint8): TensorProto.UINT8,
    np.dtype(np.bool_): TensorProto.BOOL,
    np.dtype(ml_dtypes.uint4): TensorProto.UINT4,
}


class GraphBuilder:
    """Collects nodes, initialisers and external data; every name it returns can be used as an input."""

    def __init__(
        self, name: str, folder: Path, files: dict[str, str] | None = None, whole_products: bool = True
    ) -> None:
        """files: short names of external-data files and their paths relative to folder; whole_products: linear layers
        multiply whole numbers, which no CUDA kernel does; otherwise their int8 weights are turned into floats when
        the graph is loaded.
        """
        self.name, self.folder, self.whole_products = name, folder, whole_products
        self.files = files or {}
        self.blobs: dict[str, bytearray] = {key: bytearray() for key in self.files}
        self.nodes: list[Any] = []
        self.initializers: dict[str, TensorProto] = {}
        self.inputs: list[Any] = []
        self.outputs: list[Any] = []
        self.count = 0

    def input(self, name: str, dtype: Any, shape: Sequence[int | str]) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, TYPES[np.dtype(dtype)], list(shape)))
        return name

    def output(self, name: str, value: str, dtype: Any, shape: Sequence[int | str]) -> None:
        self.nodes.append(helper.make_node("Identity", [value], [name], name=f"output/{name}"))
        self.outputs.append(helper.make_tensor_value_info(name, TYPES[np.dtype(dtype)], list(shape)))

    def op(
        self, kind: str, *inputs: str, count: int = 1, unused: tuple[int, ...] = (), domain: str = "", **attributes: Any
    ) -> Any:
        """Adds a node; gives its output's name, or a list of names where count > 1. An input "" is left out."""
        self.count += 1
        names = [f"{kind}_{self.count}" + (f"_{i}" if count > 1 else "") for i in range(count)]
        names = ["" if i in unused else name for i, name in enumerate(names)]
        self.nodes.append(
            helper.make_node(kind, list(inputs), names, name=f"{kind}_{self.count}", domain=domain, **attributes)
        )
        return names if count > 1 else names[0]

    def contrib(self, kind: str, *inputs: str, **options: Any) -> Any:
        return self.op(kind, *inputs, domain=CONTRIB, **options)

    def const(self, value: Any, dtype: Any = None) -> str:
        """A small constant kept in the graph itself; equal ones are shared."""
        array = np.asarray(value, dtype=dtype)
        name = f"const/{array.dtype}{list(array.shape)}/{zlib.crc32(array.tobytes()):x}"
        if name not in self.initializers:
            self.initializers[name] = onnx.numpy_helper.from_array(array, name)
        return name

    def weight(self, name: str, array: np.ndarray, file: str) -> str:
        """A tensor kept in an external-data file (aligned to 64 bytes)."""
        assert name not in self.initializers, f"two weights are called {name}"
        blob = self.blobs[file]
        blob.extend(b"\0" * (-len(blob) % 64))
        data = pack_uint4(array) if array.dtype == ml_dtypes.uint4 else np.ascontiguousarray(array).tobytes()
        self.refer(name, array.dtype, array.shape, file, len(blob), len(data))
        blob.extend(data)
        return name

    def refer(self, name: str, dtype: Any, shape: Sequence[int], file: str, offset: int, length: int) -> str:
        """A tensor that lies in an external-data file which another graph has written."""
        return self.external(name, dtype, shape, self.files[file], offset, length)

    def external(self, name: str, dtype: Any, shape: Sequence[int], location: str, offset: int, length: int) -> str:
        tensor = TensorProto(
            name=name, data_type=TYPES[np.dtype(dtype)], dims=list(shape), data_location=TensorProto.EXTERNAL
        )
        for key, value in (("location", location), ("offset", offset), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        self.initializers[name] = tensor
        return name

    def model(self) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, list(self.initializers.values()))
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="dunnock")

    def save(self, graph_file: str) -> None:
        """Writes the graph, and every external file that this builder put weights into."""
        for key, blob in self.blobs.items():
            if blob:
                (self.folder / self.files[key]).write_bytes(blob)
        (self.folder / graph_file).write_bytes(self.model().SerializeToString())


def pack_uint4(array: np.ndarray) -> bytes:
    flat = array.astype(np.uint8).reshape(-1)
    return (flat[0::2] | (flat[1::2] << 4)).tobytes()


def quantize_columns(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """weight float32 [K, N] -> int8 [K, N], scale float32 [N]."""
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-12) / 127
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def quantize_rows(g: GraphBuilder, x: str) -> tuple[str, str]:
    """x float [..., K] -> uint8 [..., K] around 128 in steps of 1/127 of each row's largest magnitude, and that
    magnitude.
    """
    largest = g.op("ReduceMax", g.op("Abs", x), g.const([-1], np.int64), keepdims=1)
    largest = g.op("Max", largest, g.const(1e-12, np.float32))  # a row of zeros gives 0, not NaN
    scaled = g.op("Div", x, largest)
    return g.op("QuantizeLinear", scaled, g.const(1 / 127, np.float32), g.const(ZERO_POINT, np.uint8)), largest


def product_int8(g: GraphBuilder, rows: tuple[str, str], weight: str, scale: str, bias: str | None = None) -> str:
    """rows from quantize_rows; weight int8 [K, N], scale float [N], bias float [N] -> float [..., N]."""
    quantized, largest = rows
    # No zero point for the weights: where they are turned into uint8, ONNX Runtime refuses one that products share.
    y = g.contrib(
        "MatMulIntegerToFloat", quantized, weight, g.const(1 / 127, np.float32), scale, g.const(ZERO_POINT, np.uint8)
    )
    y = g.op("Mul", y, largest)
    return y if bias is None else g.op("Add", y, bias)


def linear_int8(g: GraphBuilder, name: str, x: str, weight: np.ndarray, bias: np.ndarray | None, file: str) -> str:
    """y = x W + b with W float32 [K, N] (a PyTorch weight transposed), stored as int8 in an external file."""
    whole, scale = quantize_columns(weight)
    names = (g.weight(f"{name}.weight", whole, file), g.weight(f"{name}.scale", scale, file))
    bias_name = None if bias is None else g.weight(f"{name}.bias", bias.astype(np.float32), file)
    if g.whole_products:
        return product_int8(g, quantize_rows(g, x), *names, bias_name)
    y = g.op("MatMul", x, g.op("Mul", g.op("Cast", names[0], to=TensorProto.FLOAT), names[1]))
    return y if bias_name is None else g.op("Add", y, bias_name)


def linear(g: GraphBuilder, name: str, x: str, weight: np.ndarray, bias: np.ndarray | None, file: str) -> str:
    """The same in float32, for small heads."""
    y = g.op("MatMul", x, g.weight(f"{name}.weight", weight.astype(np.float32), file))
    return y if bias is None else g.op("Add", y, g.weight(f"{name}.bias", bias.astype(np.float32), file))


def layer_norm(
    g: GraphBuilder, name: str, x: str, gain: np.ndarray, bias: np.ndarray, epsilon: float, file: str
) -> str:
    names = (
        g.weight(f"{name}.gain", gain.astype(np.float32), file),
        g.weight(f"{name}.bias", bias.astype(np.float32), file),
    )
    return g.op("LayerNormalization", x, *names, axis=-1, epsilon=epsilon)


def gelu(g: GraphBuilder, x: str) -> str:
    return g.contrib("Gelu", x)


def attention(g: GraphBuilder, q: str, k: str, v: str, mask: str, heads: int, head: int) -> str:
    """q, k, v float [B, T, heads * head], mask float [B, 1, 1, T] (0 visible, -1e9 hidden) -> float [B, T, heads *
    head].
    """
    split = g.const([0, 0, heads, head], np.int64)
    q, k, v = (g.op("Transpose", g.op("Reshape", t, split), perm=[0, 2, 1, 3]) for t in (q, k, v))
    scores = g.contrib("FusedMatMul", q, k, transB=1, alpha=1 / head**0.5)
    mixed = g.op("MatMul", g.op("Softmax", g.op("Add", scores, mask), axis=-1), v)
    return g.op("Reshape", g.op("Transpose", mixed, perm=[0, 2, 1, 3]), g.const([0, 0, heads * head], np.int64))


def additive_mask(g: GraphBuilder, attention_mask: str) -> str:
    """attention_mask int64 [B, T] of 0 and 1 -> float [B, 1, 1, T]."""
    hidden = g.op("Sub", g.const(1, np.float32), g.op("Cast", attention_mask, to=TensorProto.FLOAT))
    return g.op("Unsqueeze", g.op("Mul", hidden, g.const(-1e9, np.float32)), g.const([1, 2], np.int64))
