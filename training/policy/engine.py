"""A small greedy loop over the exported graphs, for parity checks."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime as ort

from shared.sessions import session_options

HIDDEN = -1e9


@dataclass
class Cache:
    """Keys and values by name ('0.key'), float [1, kv, P, head]; their token count."""

    tensors: dict[str, np.ndarray]
    length: int


@dataclass
class Written:
    ids: list[int] = field(default_factory=list)
    logits: list[np.ndarray] = field(default_factory=list)  # of each position


def open_pair(graph: Path, threads: int = 1) -> ort.InferenceSession:
    """Evaluates fold.NAME.onnx beside policy.NAME.onnx and opens the latter with what it gives."""
    options = session_options(threads)
    fold = ort.InferenceSession(
        graph.with_name(graph.name.replace("policy.", "fold.")), options, providers=["CPUExecutionProvider"]
    )
    names = [output.name for output in fold.get_outputs()]
    weights = [np.ascontiguousarray(value).reshape(-1).view(np.uint8) for value in fold.run(names, {})]
    options.add_external_initializers_from_files_in_memory(names, weights, [weight.nbytes for weight in weights])
    return ort.InferenceSession(graph.read_bytes(), options, providers=["CPUExecutionProvider"])


class Engine:
    def __init__(self, graph: Path, threads: int = 1) -> None:
        self.session = open_pair(graph, threads)
        shapes = {i.name: i.shape for i in self.session.get_inputs()}
        self.names = [name.removeprefix("prefix.") for name in shapes if name.startswith("prefix.")]
        _, self.kv_heads, _, self.head = shapes[f"prefix.{self.names[0]}"]

    def empty(self) -> Cache:
        return Cache({name: np.zeros((1, self.kv_heads, 0, self.head), np.float32) for name in self.names}, 0)

    def run(
        self, ids: np.ndarray, position: np.ndarray, cache: Cache, suffix: dict[str, np.ndarray], used: int
    ) -> dict[str, np.ndarray]:
        """ids int64 [n, T] after cache and the first `used` places of suffix (float [n, kv, S, head])."""
        n, size = len(ids), suffix[self.names[0]].shape[2]
        feed = {"input_ids": ids, "position_ids": position, "prefix_mask": np.zeros((n, cache.length), np.float32)}
        feed["suffix_mask"] = np.broadcast_to(np.where(np.arange(size) < used, 0, HIDDEN).astype(np.float32), (n, size))
        for name in self.names:
            feed[f"prefix.{name}"], feed[f"suffix.{name}"] = cache.tensors[name], suffix[name]
        names = ["logits", *(f"new.{name}" for name in self.names)]
        return dict(zip(names, self.session.run(names, feed)))

    def prefill(self, ids: list[int], cache: Cache | None = None) -> tuple[Cache, np.ndarray]:
        """The cache with ids appended, and the logits after the last of them, [vocabulary]."""
        cache = cache or self.empty()
        suffix = self.no_suffix(0)
        position = np.arange(cache.length, cache.length + len(ids))[None]
        out = self.run(np.array([ids], np.int64), position, cache, suffix, 0)
        joined = {name: np.concatenate([cache.tensors[name], out[f"new.{name}"]], axis=2) for name in self.names}
        return Cache(joined, cache.length + len(ids)), out["logits"][0]

    def no_suffix(self, size: int) -> dict[str, np.ndarray]:
        return {name: np.zeros((1, self.kv_heads, size, self.head), np.float32) for name in self.names}

    def write(self, prompt: list[int], end: int, tokens: int = 64) -> Written:
        """The greedy continuation of prompt, and the logits that each of its tokens was taken from."""
        branch, written = Branch(self, self.prefill(prompt), tokens), Written()
        while True:
            written.logits.append(branch.logits.copy())
            chosen = int(branch.logits.argmax())
            if chosen == end:
                return written
            written.ids.append(chosen)
            if len(written.ids) == tokens:
                return written
            branch.take(chosen)


class Branch:
    """A prompt that has been read, what is written behind it, and the logits of what comes next, [vocabulary]."""

    def __init__(self, engine: Engine, read: tuple[Cache, np.ndarray], tokens: int) -> None:
        self.engine, (self.cache, self.logits) = engine, read
        self.suffix, self.used = engine.no_suffix(tokens), 0

    def take(self, token: int) -> None:
        out = self.engine.run(
            np.array([[token]]), np.array([[self.cache.length + self.used]]), self.cache, self.suffix, self.used
        )
        for name in self.engine.names:
            self.suffix[name][:, :, self.used : self.used + 1] = out[f"new.{name}"]
        self.used, self.logits = self.used + 1, out["logits"][0]
