#!/bin/sh
# What only sounds like harm, from the adapter in models/; tried, and not part of the weights there (log/policy.md, 29).
# Run from training/:
#   DATA=../shared/data sh recipes/framed.sh
set -eu
DATA="${DATA:-../shared/data}"
OUT="${OUT:-out/framed}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
python -m policy.from_graph --models ../models --out "$OUT/shipped.pt"
python -m policy.data --data "$DATA" --out "$OUT/sixth" --seed 34
python -m reward.questions --data "$DATA" --part train --n 460 --manuals 120 --answerable 0.7 --seed 15 \
  --out "$OUT/questions.jsonl"
python -m policy.framed --rows "$OUT/sixth/train.jsonl" --ask "$OUT/asked.jsonl"
for rows in questions asked; do
  node --import tsx write-replies.ts ../models --rows "$OUT/$rows.jsonl" --out "$OUT/own-$rows.jsonl"
done
framed() { python -m policy.framed --rows "$OUT/sixth/train.jsonl" --own "$OUT/own-asked.jsonl" \
  --samples "$OUT/own-questions.jsonl" "$@"; }
framed --out "$OUT/framed.jsonl"
python -m policy.sft --rows "$OUT/framed.jsonl" --start "$OUT/shipped.pt" --out "$OUT/framed.pt" --rate 2e-4 \
  --minutes 27 --seed 95
# more of what is really harm, from halfway back
python -m shared.average "$OUT/shipped.pt" "$OUT/framed.pt" --out "$OUT/half.pt"
framed --repeat 1 --harm "$DATA" --seed 18 --out "$OUT/harm.jsonl"
python -m policy.sft --rows "$OUT/harm.jsonl" --start "$OUT/half.pt" --out "$OUT/harm.pt" --rate 1.5e-4 \
  --minutes 9 --seed 96
