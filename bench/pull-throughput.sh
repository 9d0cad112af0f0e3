#!/usr/bin/env bash
# A pull of a 4 GB file beside curl, from the same server in the same run: their throughputs as a ratio, and the peak
# memory of the pull. The bytes are zeros made by the test Hub, so that its cost is the same for both and small.
#   bash bench/pull-throughput.sh [BYTES]
set -euo pipefail
cd "$(dirname "$0")/.."
bytes=${1:-4294967296}
work=$(mktemp -d)
trap 'exec 3>&- || true; rm -rf "$work"' EXIT
dotnet build -c Release -v q --nologo src/SpecBundle.Cli
dotnet build -c Release -v q --nologo tests/SpecBundle.TestHub
mkdir -p "$work/content/models/org/target"
cat > "$work/content/models/org/target/repository.json" <<JSON
{"commit":"0123456789abcdef0123456789abcdef01234567","files":[
 {"path":"config.json","text":"{}"},
 {"path":"model.safetensors","storage":"lfs","size":$bytes,"zeros":true}]}
JSON
mkfifo "$work/in" "$work/out"
dotnet tests/SpecBundle.TestHub/bin/Release/net10.0/SpecBundle.TestHub.dll < "$work/in" > "$work/out" &
exec 3> "$work/in"
echo "open $work/content" >&3
read -r line < "$work/out"
hub=$(sed -E 's/.*"hub":"([^"]*)".*/\1/' <<< "$line")
now() { date +%s%N; }
# The first request makes the server hash the file: not a part of either time.
curl -sf "$hub/api/models/org/target/tree/main?recursive=true" > /dev/null

for round in 1 2 3; do
    begin=$(now); curl -sfL "$hub/org/target/resolve/main/model.safetensors" -o "$work/curl.bin"; curl_time=$(($(now) - begin)); rm "$work/curl.bin"
    begin=$(now)
    HF_ENDPOINT=$hub HF_HOME="$work/home" HF_TOKEN= \
        dotnet src/SpecBundle.Cli/bin/Release/net10.0/SpecBundle.Cli.dll pull --target org/target > "$work/log" 2>&1 & pull=$!
    peak=0
    while kill -0 $pull 2> /dev/null; do
        rss=$(sed -nE 's/^VmHWM:\s+([0-9]+) kB/\1/p' /proc/$pull/status 2> /dev/null || true)
        [ "${rss:-0}" -gt "$peak" ] && peak=$rss
        sleep 0.05
    done
    wait $pull || { cat "$work/log"; exit 1; }
    pull_time=$(($(now) - begin)); rm -rf "$work/home"
    awk -v c=$curl_time -v p=$pull_time -v b="$bytes" -v m=$peak -v r=$round \
        'BEGIN { printf "round %d: curl %.2f s (%.0f MB/s), pull %.2f s (%.0f MB/s, verified), ratio %.2f, peak memory %.0f MB\n", r, c/1e9, b/c*1e3, p/1e9, b/p*1e3, c/p, m/1024 }'
done
