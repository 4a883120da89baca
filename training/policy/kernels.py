"""python -m policy.kernels --out FOLDER

Writes graphs of the policy's linear layers alone, with random weights, one for each way to multiply;
bench/engine/kernels.ts times them.
In each graph, x float [n, width] goes through qkv, o, gate_up and down of 30 layers."""

import argparse
import json
from pathlib import Path

import numpy as np

from shared.onnx_int8 import ZERO_POINT, GraphBuilder, linear, linear_int8, quantize_columns, quantize_rows

from .base import Config

KINDS = ("float", "int8-per-token", "int8-unsigned", "int8-per-tensor", "nbits-4", "nbits-8")


def multiply_nbits(g: GraphBuilder, name: str, x: str, weight: np.ndarray, bits: int) -> str:
    """MatMulNBits with random contents: blocks of 32 inputs, products in whole numbers (accuracy level 4)."""
    columns, rows = weight.shape
    rng, blocks, block = np.random.default_rng(0), columns // 32, 32
    packed = g.weight(
        f"{name}.packed", rng.integers(0, 256, (rows, blocks, block * bits // 8), dtype=np.uint8), "weights"
    )
    scale = g.weight(f"{name}.scale", np.full(rows * blocks, 1e-3, np.float32), "weights")
    return g.contrib("MatMulNBits", x, packed, scale, K=columns, N=rows, bits=bits, block_size=block, accuracy_level=4)


def multiply_per_tensor(g: GraphBuilder, name: str, x: str, weight: np.ndarray) -> str:
    whole, scale = quantize_columns(weight)
    stored = g.weight(f"{name}.weight", unsigned(whole), "weights"), g.weight(f"{name}.scale", scale, "weights")
    return g.contrib(
        "DynamicQuantizeMatMul",
        x,
        *stored,
        g.weight(f"{name}.zero", np.full(len(scale), ZERO_POINT, np.uint8), "weights"),
    )


def multiply_unsigned(g: GraphBuilder, name: str, x: str, weight: np.ndarray) -> str:
    """What a session with exact products makes of ours where a processor saturates."""
    whole, scale = quantize_columns(weight)
    stored, scaled = g.weight(f"{name}.weight", unsigned(whole), "weights"), g.weight(f"{name}.scale", scale, "weights")
    quantized, largest = quantize_rows(g, x)
    one, zero = g.const(1 / 127, np.float32), g.const(ZERO_POINT, np.uint8)
    return g.op("Mul", g.contrib("MatMulIntegerToFloat", quantized, stored, one, scaled, zero, zero), largest)


def unsigned(whole: np.ndarray) -> np.ndarray:
    return (whole.astype(np.int16) + ZERO_POINT).astype(np.uint8)


def multiply(g: GraphBuilder, kind: str, name: str, x: str, weight: np.ndarray) -> str:
    if kind == "float":
        return linear(g, name, x, weight, None, "weights")
    if kind == "int8-per-token":
        return linear_int8(g, name, x, weight, None, "weights")
    if kind == "int8-unsigned":
        return multiply_unsigned(g, name, x, weight)
    if kind == "int8-per-tensor":
        return multiply_per_tensor(g, name, x, weight)
    return multiply_nbits(g, name, x, weight, int(kind[-1]))


def build(kind: str, folder: Path) -> None:
    c, rng = Config(), np.random.default_rng(0)
    matrix = lambda k, n: (rng.standard_normal((k, n)) / k**0.5).astype(np.float32)
    g = GraphBuilder(kind, folder, {"weights": f"{kind}.bin"})
    x = g.input("x", np.float32, ["n", c.width])
    for index in range(c.layers):
        qkv = multiply(g, kind, f"{index}.qkv", x, matrix(c.width, (c.heads + 2 * c.kv_heads) * c.head))
        mixed = g.op("Slice", qkv, g.const([0], np.int64), g.const([c.width], np.int64), g.const([1], np.int64))
        o = multiply(g, kind, f"{index}.o", mixed, matrix(c.width, c.width))
        gate_up = multiply(g, kind, f"{index}.gate_up", o, matrix(c.width, 2 * c.mlp))
        half = g.op("Slice", gate_up, g.const([0], np.int64), g.const([c.mlp], np.int64), g.const([1], np.int64))
        x = multiply(g, kind, f"{index}.down", half, matrix(c.mlp, c.width))
    g.output("layers", x, np.float32, ["n", c.width])
    g.save(f"{kind}.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        build(kind, arguments.out)
    print(json.dumps({"graphs": [f"{kind}.onnx" for kind in KINDS]}))


if __name__ == "__main__":
    main()
