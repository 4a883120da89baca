#!/bin/sh
# A larger model on a CPU or a small GPU, served by llama.cpp from one GGUF file. Its server may draw
# one sample a call: Dunnock finds that out and asks in parallel, so give it a slot for each candidate.
set -eu
gguf=${1:?"usage: with-llama-cpp.sh MODEL.gguf"}

llama-server -m "$gguf" --port 8081 --parallel 4 --ctx-size 16384 &
llama=$!
dunnock=
trap 'kill $llama $dunnock 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
until curl -sf http://127.0.0.1:8081/health >/dev/null; do kill -0 "$llama"; sleep 1; done

# A slot holds ctx-size / parallel tokens. Fewer candidates, since each costs a prompt of its own.
DUNNOCK_LANGUAGE_MODEL_URL=http://127.0.0.1:8081/v1 DUNNOCK_LANGUAGE_MODEL_CONTEXT=4096 \
  DUNNOCK_CANDIDATES=4 npm start &
dunnock=$!
wait "$dunnock"
