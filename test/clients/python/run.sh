#!/usr/bin/env bash
# Tries Python's clients, then fuzzes every call by its description: `bash test/clients/python/run.sh`.
# With an address as its argument, those of a running service, and nothing is fuzzed.
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=$(mktemp -d)
service=
finish() {
  [ -z "$service" ] || kill "$service" || true
  rm -rf "$folder"
}
trap finish EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --requirement test/clients/python/requirements.txt

if [ $# -gt 0 ]; then
  "$folder/venv/bin/python" test/clients/python/try_clients.py "$1"
  exit
fi
node --import tsx test/clients/serve-cited.ts >"$folder/url" &
service=$!
until [ -s "$folder/url" ]; do
  kill -0 "$service"
  sleep 1
done
url=$(cat "$folder/url")
"$folder/venv/bin/python" test/clients/python/try_clients.py "$url"
"$folder/venv/bin/schemathesis" run "$url/openapi.json" --max-examples 30 --request-timeout 60 \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance
