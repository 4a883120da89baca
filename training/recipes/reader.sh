#!/bin/sh
# The reader from written rows to models/, in order; about two hours on two cores without bf16 products. Run from training/.
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
python -m reader.train --rows out/reader-rows out/asks.jsonl --start out/reward0 --out out/reader1 --minutes 16 --seed 1 --rate 6e-5
python -m reader.train --rows out/reader-rows out/asks.jsonl --run out/reader1 --out out/reader2 --minutes 40 --seed 2 --rate 7e-5
# plain talk is told by its head alone, on layers as they are
python -m reader.train --rows out/reader-rows out/asks.jsonl --run out/reader2 --only asks --minutes 1.2 --head-rate 3e-3 --seed 3 --out out/reader3
python -m reader.export_onnx --run out/reader3
python -m reader.calibrate --run out/reader3 --rows out/reader-rows --asks out/asks.jsonl
python -m reader.parity --run out/reader3
