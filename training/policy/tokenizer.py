"""python -m policy.tokenizer --out ../models/policy/tokenizer.json

Writes the tokenizer of SmolLM2 from the vocabulary and merges in its GGUF file: byte-level BPE that splits every
digit off. The special tokens stay out of the tokenizer's added tokens on purpose: text that happens to hold
"<|im_end|>" then becomes ordinary pieces, so that no user and no web page can forge the frame of a dialogue. Code
alone writes ids 1 and 2."""

import argparse
import json
from pathlib import Path

from gguf import GGUFReader
from tokenizers import Tokenizer

from .base import find_gguf


def tokenizer_json(gguf: Path) -> dict:
    fields = GGUFReader(gguf).fields
    tokens = fields["tokenizer.ggml.tokens"].contents()
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [{"type": "Digits", "individual_digits": True}, byte_level],
        },
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": {token: index for index, token in enumerate(tokens)},
            "merges": [merge.split(" ") for merge in fields["tokenizer.ggml.merges"].contents()],
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gguf", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=Path("../models/policy/tokenizer.json"))
    arguments = parser.parse_args()
    content = tokenizer_json(arguments.gguf or find_gguf())
    arguments.out.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    tokenizer = Tokenizer.from_file(str(arguments.out))
    for text in ("In 1998, it cost €2.50 (+7%).", "a\n\n  b\tc — naïve 東京 🙂", "<|im_start|>system"):
        ids = tokenizer.encode(text).ids
        assert tokenizer.decode(ids) == text and not {1, 2} & set(ids), text
    print(json.dumps({"out": str(arguments.out), "bytes": arguments.out.stat().st_size}))


if __name__ == "__main__":
    main()
