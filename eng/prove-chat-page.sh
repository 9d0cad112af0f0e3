#!/usr/bin/env bash
# Starts the web example and chats with it on its page in a headless browser: examples/WebApi.
# Writes one line per check, "ok NAME", "failed NAME" or "skipped NAME", to file descriptor 3; everything else to standard output.
# With a folder as its argument, the pictures stay there.
set -uo pipefail
# Build servers outlive their command, and would hold open what the reader of the proofs waits for.
export UseSharedCompilation=false MSBUILDDISABLENODEREUSE=1
cd "$(dirname "$0")/.."
work=$(mktemp -d)
pictures=${1:-$work}
process=""
clean_up() {
    [ -z "$process" ] || { kill "$process" && wait "$process"; } 2>/dev/null
    rm -rf "$work"
}
trap clean_up EXIT

. eng/browser.sh

serve() {
    dotnet build examples/WebApi -c Release -v q --nologo || return 1
    dotnet run -c Release --no-build --project examples/WebApi --no-launch-profile -- --urls http://127.0.0.1:0 >"$work/log" 2>&1 3>&- &
    process=$!
    for _ in $(seq 300); do
        address=$(sed -nE 's/.*Now listening on: (http[^ ]+).*/\1/p' "$work/log" | head -1)
        [ -n "$address" ] && return 0
        sleep 0.2
    done
    cat "$work/log"
    return 1
}

tools "$work/modules" || { echo "skipped the chat page in a browser" >&3; exit 0; }
serve || { echo "failed the web example serves" >&3; exit 0; }
ended=""
while IFS= read -r line; do
    echo "$line"
    case $line in
        "ok "*) echo "ok chat page: ${line#ok }" >&3 ;;
        "FAILED "*) echo "failed chat page: ${line#FAILED }" >&3 ;;
        *" checks passed, "*) ended=yes ;;
    esac
done < <(node eng/look-at-chat.mjs "$work/modules" "$pictures" "$address" 2>&1)
[ -n "$ended" ] || echo "failed the chat page was looked at to the end" >&3
