#!/usr/bin/env bash
# Writes dashboards of every kind and uses every control of theirs in a headless browser: docs/dashboard.md.
# Writes one line per check, "ok NAME", "failed NAME" or "skipped NAME", to file descriptor 3; everything else to standard output.
set -uo pipefail
# Build servers outlive their command, and would hold open what the reader of the proofs waits for.
export UseSharedCompilation=false MSBUILDDISABLENODEREUSE=1
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pages="$work/pages"
mkdir -p "$pages" "$work/pictures"

. eng/browser.sh

specbundle() { dotnet run -c Release --no-build --project src/SpecBundle.Cli -- "$@"; }

# Without a run, with one, with two that have the same name, and those of the tests: runs of a released pair, hostile names.
write_pages() {
    dotnet build src/SpecBundle.Cli -c Release -v q --nologo \
        && specbundle dashboard --output "$pages/published.html" \
        && specbundle bench tiny --prompts examples/prompts/readme.jsonl --no-chat-template --max-new-tokens 64 --config-list 1,0,0,0 1,3,1,4 2,0,0,0 2,3,1,4 --output "$work/before/run" >/dev/null \
        && specbundle bench tiny --prompts examples/prompts/readme.jsonl --no-chat-template --max-new-tokens 64 --config-list 1,0,0,0 1,5,1,6 --output "$work/after/run" >/dev/null \
        && specbundle dashboard "$work/before/run" --output "$pages/one-run.html" \
        && specbundle dashboard "$work/before/run" "$work/after/run" --output "$pages/two-runs.html" \
        && mkdir "$work/tests" \
        && DASHBOARD_FOLDER="$work/tests" dotnet test -c Release --project tests/SpecBundle.Benchmarks.Tests --filter-class SpeculativeDecoding.Tests.DashboardTests \
        && mv "$work/tests"/{measured,several,hostile}.html "$pages"
}

tools "$work/modules" || { echo "skipped the dashboard in a browser" >&3; exit 0; }
write_pages || { echo "failed dashboards of every kind are written" >&3; exit 0; }
echo "ok dashboards of every kind are written" >&3
ended=""
while IFS= read -r line; do
    echo "$line"
    case $line in
        "ok "*) echo "ok dashboard ${line#ok }" >&3 ;;
        "FAILED "*) echo "failed dashboard ${line#FAILED }" >&3 ;;
        *" checks passed, "*) ended=yes ;;
    esac
done < <(node eng/look-at-dashboard.mjs "$work/modules" "$work/pictures" "$pages"/*.html 2>&1)
[ -n "$ended" ] || echo "failed the dashboards were looked at to the end" >&3
