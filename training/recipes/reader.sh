#!/bin/sh
# The reader from written rows to models/, in order; about an hour and a half on two busy cores with bf16 products (leave out --bf16 where there are none). Run from training/.
#   DATA=../shared/data sh recipes/reader.sh
# Documentation that is not of this repository is unpacked first: DATA/docs-train/*.tar.xz into out/docs-train.
set -eu
DATA="${DATA:-../shared/data}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
mkdir -p out/docs-train
for set in "$DATA"/docs-train/*.tar.xz; do tar xJf "$set" -C out/docs-train; done
node --import tsx write-passages.ts written/documents/*/ written/documents/measure/*/ out/docs-train/*/ > out/passages.jsonl
python -m reader.data --passages out/passages.jsonl --documents written/documents written/documents/measure out/docs-train --out out/reader-rows
python -m reader.asks --data "$DATA" --out out/asks.jsonl
python -m reward.from_graph --out out/reward0                 # it begins with the reward model's layers
python -m reader.train --rows out/reader-rows out/asks.jsonl --start out/reward0 --out out/reader1 --minutes 28 --seed 5 --rate 1e-4 --bf16
python -m reader.train --rows out/reader-rows out/asks.jsonl --run out/reader1 --out out/reader2 --minutes 38 --seed 6 --rate 1e-4 --bf16
python -m reader.export_onnx --run out/reader2
python -m reader.calibrate --run out/reader2 --rows out/reader-rows
python -m reader.parity --run out/reader2
# Rows that a reader of this size has no room for beside the ones above (log/reader.md), for one that has:
#   python -m reader.contrast --data "$DATA" --out out/contrast
#   python -m reader.drawn --features FEATURES --out out/drawn.jsonl      # of `npm run bench:answers -- --features`
#   python -m reader.from_graph --out out/reader0                         # to go on from the weights in models/
#   python -m reader.train --rows out/reader-rows out/asks.jsonl out/contrast/train.jsonl out/drawn.jsonl --run out/reader0 --frozen 1
