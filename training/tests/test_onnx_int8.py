"""python -m pytest tests/test_onnx_int8.py (from training/). Products in int8 as every processor has to take them."""

from pathlib import Path

import numpy as np
import onnxruntime

from shared.onnx_int8 import GraphBuilder, linear_int8
from shared.sessions import session_options


def test_a_graph_of_several_products_opens_and_is_exact_where_products_saturate(tmp_path: Path) -> None:
    g = GraphBuilder("two", tmp_path, {"weights": "weights.bin"})
    x = g.input("x", np.float32, ["B", 8])
    weight = np.ones((8, 8), np.float32)  # the largest products that there are
    once = linear_int8(g, "first", x, weight, None, file="weights")
    g.output("y", linear_int8(g, "second", once, weight, None, file="weights"), np.float32, ["B", 8])
    g.save("two.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "two.onnx", session_options())
    assert np.allclose(session.run(["y"], {"x": np.ones((1, 8), np.float32)})[0], 64, rtol=1e-3)
