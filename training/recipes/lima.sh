#!/bin/sh
# LIMA's three curves on our own rows: six adapters from the bare base, 30 steps of eight rows each, and what each of them says to rows that none has seen. About 40 minutes on one core with bf16 products, two hours without. Run from training/.
#   DATA=../shared/data sh recipes/lima.sh
set -eu
DATA="${DATA:-../shared/data}"
OUT="${OUT:-out/lima}"
N="${N:-60}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
python -m policy.lima --data "$DATA" --out "$OUT"
python -m policy.eval_sets --data "$DATA" --n "$N" --sets one foreign docs handwritten-chat --out "$OUT/asked.jsonl"
cp -r ../models "$OUT/models"                     # what is shipped stays as it is
node --import tsx write-replies.ts "$OUT/models" --rows "$OUT/asked.jsonl" --out "$OUT/shipped.replies.jsonl"
for run in quantity-30:8 quantity-60:4 quantity-120:2 quantity-240:1 cited:2 published:2; do
  name="${run%:*}"
  python -m policy.sft --rows "$OUT/$name.jsonl" --out "$OUT/$name.pt" --epochs "${run#*:}" --rate 6e-4 --minutes 90 --seed 21
  python -m policy.export_onnx --models "$OUT/models" --adapter "$OUT/$name.pt"
  node --import tsx write-replies.ts "$OUT/models" --rows "$OUT/asked.jsonl" --out "$OUT/$name.replies.jsonl"
done
for replies in "$OUT"/*.replies.jsonl; do echo "$replies"; python -m policy.eval "$replies"; done
