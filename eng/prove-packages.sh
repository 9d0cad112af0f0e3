#!/usr/bin/env bash
# Packs the packages and uses them as a stranger would, in folders outside the repository.
# Writes one line per proof, "ok NAME" or "failed NAME", to file descriptor 3; everything else to standard output.
set -uo pipefail
# Build servers outlive their command, and would hold open what the reader of the proofs waits for.
export UseSharedCompilation=false MSBUILDDISABLENODEREUSE=1
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
# A version of its own, so that no cache can answer with an earlier build.
version="0.1.0-proof.$(date +%s)"
packages="$work/packages"
# The packages as the README's table names them, from first to last in the order in which they depend on each other.
ids=$(sed -nE 's/^\| `(SpecBundle\.[A-Za-z]+)` \|.*/\1/p' "$root/README.md")
cache=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')

clean_up() {
    rm -rf "$work"
    for id in $ids; do rm -rf "${cache%/}/${id,,}/$version"; done
}
trap clean_up EXIT

prove() {
    local name=$1
    shift
    echo "-- $name"
    if "$@"; then echo "ok $name" >&3; else echo "failed $name" >&3; fi
}

install_native_tools() {
    # Native AOT links with the system's compiler and zlib.
    { command -v clang || command -v gcc; } >/dev/null && [ -e /usr/include/zlib.h ] && return 0
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || { echo "Native AOT needs gcc or clang and zlib's headers."; return 1; }
    apt-get update -qq && apt-get install -y -qq gcc zlib1g-dev
}

consumer() {
    # A copy of the template outside the repository, so that none of its build files reach it.
    local folder="$work/$1"
    cp -r "$root/tests/consumers/$1" "$folder"
    find "$folder" -type f -exec sed -i "s#__VERSION__#$version#g; s#__PACKAGES__#$packages#g" {} +
    cp "$root/tests/consumers/nuget.config" "$folder/nuget.config"
    sed -i "s#__PACKAGES__#$packages#g" "$folder/nuget.config"
    echo "$folder"
}

# The literal line on a machine without SGLang: fails at once, with the cause and the ways out.
says_what_is_missing() {
    local started output status seconds
    started=$(date +%s%N)
    output=$(env -u VIRTUAL_ENV -u CONDA_PREFIX SPECBUNDLE_PYTHON=/nonexistent/python "$@" 2>&1)
    status=$?
    seconds=$(( ($(date +%s%N) - started) / 1000000 ))
    echo "$output" | head -12
    echo "(exit code $status after $seconds ms)"
    [ "$status" -ne 0 ] && grep -q EngineNotFoundException <<<"$output" && grep -qi "pip install" <<<"$output"
}

first_command() {
    # What a newcomer types first, before anything else has restored or built a project.
    local output command
    command=$(sed -n '/^```sh$/,/^```$/p' "$root/README.md" | sed -n 2p)
    echo "$command"
    git clone -q "$root" "$work/clone" || return 1
    output=$(cd "$work/clone" && bash -c "$command") || { echo "$output"; return 1; }
    echo "$output" | tail -3
    grep -q "^Speedup" <<<"$output"
}

pack() {
    for id in $ids; do
        dotnet pack "$root/src/$id" -c Release -v q --nologo -p:Version="$version" -p:PackageOutputPath="$packages" || return 1
    done
    ls -l "$packages"
}

# What is in them: told line by line by the program itself.
read_packages() { dotnet run -c Release --project "$root/tests/SpecBundle.PackageProofs" -- "$root" "$packages" "$version" 2>&1 1>&3; }

console_app() {
    local folder
    folder=$(consumer Console)
    dotnet build "$folder" -c Release -v q --nologo && says_what_is_missing dotnet "$folder/bin/Release/net10.0/Consumer.dll"
}

single_file_app() {
    local folder
    folder=$(consumer SingleFile)
    (cd "$folder" && dotnet build app.cs -v q --nologo && says_what_is_missing dotnet run --no-build --file app.cs)
}

aot_app() {
    local folder
    folder=$(consumer Aot)
    install_native_tools && dotnet publish "$folder" -c Release -v q --nologo -o "$folder/out" && says_what_is_missing "$folder/out/Consumer"
}

embedded_app() {
    local folder output
    folder=$(consumer Embedded)
    dotnet build "$folder" -c Release -v q --nologo || return 1
    output=$(dotnet "$folder/bin/Release/net10.0/Consumer.dll") || { echo "$output"; return 1; }
    echo "$output"
    grep -q "accept length" <<<"$output"
}

# An example as an app of its own on the packages: its code as it stands, a project file as "dotnet new" writes it.
example_on_packages() {
    local name=$1 sdk=$2 folder="$work/example-$1"
    shift 2
    mkdir "$folder" && cp "$root/examples/$name/"*.cs "$folder/" || return 1
    cp "$root/examples/$name/"*.html "$folder/" 2>/dev/null
    cp "$root/tests/consumers/nuget.config" "$folder/" && sed -i "s#__PACKAGES__#$packages#g" "$folder/nuget.config"
    {
        echo "<Project Sdk=\"$sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>"
        echo "<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup><ItemGroup>"
        echo "<PackageReference Include=\"SpecBundle.Client\" Version=\"$version\" /><PackageReference Include=\"SpecBundle.Embedded\" Version=\"$version\" />"
        printf '%s\n' "$@" "</ItemGroup></Project>"
    } >"$folder/$name.csproj"
    dotnet build "$folder" -c Release -v q --nologo || return 1
    [ "$(cat "$root/examples/$name/"*.cs | wc -l)" -lt 30 ] || { echo "$name has 30 lines or more."; return 1; }
}

example_says() {
    local name=$1 wanted=$2 output
    output=$(cd "$work/example-$name" && timeout 120 dotnet "bin/Release/net10.0/$name.dll" 2>&1) || { echo "$output"; return 1; }
    echo "$output" | tail -5
    grep -q "$wanted" <<<"$output"
}

console_example() { example_on_packages ConsoleApp Microsoft.NET.Sdk && example_says ConsoleApp "accept length"; }

chat_example() { example_on_packages Chat Microsoft.NET.Sdk && example_says Chat "accept length" <<<"Tom has 3 apples and buys 4 more. How many apples does Tom have?"; }

worker_example() {
    example_on_packages Worker Microsoft.NET.Sdk.Worker '<PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.0" />' && example_says Worker "accept length"
}

unit_test_example() {
    local xunit
    xunit=$(sed -nE 's/.*Include="xunit.v3" Version="([^"]+)".*/\1/p' "$root/Directory.Packages.props")
    example_on_packages UnitTest Microsoft.NET.Sdk "<PackageReference Include=\"xunit.v3\" Version=\"$xunit\" /><Using Include=\"Xunit\" />" && example_says UnitTest "succeeded: 1\|Passed: 1\|Failed: 0"
}

# Serves, answers a question to a stranger with curl, and lets another program attach with the address and the key.
web_example() {
    local log="$work/web.log" address="" process answer
    example_on_packages WebApi Microsoft.NET.Sdk.Web '<Content Include="page.html" CopyToOutputDirectory="PreserveNewest" />' && example_on_packages Attaching Microsoft.NET.Sdk || return 1
    (cd "$work/example-WebApi" && exec timeout 120 dotnet bin/Release/net10.0/WebApi.dll --urls http://127.0.0.1:0 >"$log" 2>&1) &
    process=$!
    for _ in $(seq 300); do
        address=$(sed -nE 's/.*Now listening on: (http[^ ]+).*/\1/p' "$log" 2>/dev/null | head -1)
        [ -n "$address" ] && break
        sleep 0.2
    done
    answer=$([ -n "$address" ] && curl -sN --max-time 60 -H "Content-Type: application/json" -d '[{"role":"user","content":"Tom has 3 apples and buys 4 more. How many apples does Tom have?"}]' "$address/chat"; curl -sN --max-time 60 "$address/" | grep "<title>")
    kill "$process" 2>/dev/null
    wait "$process" 2>/dev/null
    echo "${answer:-$(cat "$log")}"
    grep -q "^event: end$" <<<"$answer" && grep -q "^data: .*accept length [0-9]" <<<"$answer" && grep -q "<title>Chat" <<<"$answer"
}

attaching_example() {
    local output launched ready
    coproc LAUNCHED { exec "$work/tools/specbundle" launch tiny --json 2>/dev/null; }
    launched=$LAUNCHED_PID
    read -r -t 60 ready <&"${LAUNCHED[0]}"
    output=$(cd "$work/example-Attaching" && SPECBUNDLE_API_KEY=$(sed -nE 's/.*"api_key": ?"([^"]+)".*/\1/p' <<<"$ready") timeout 60 dotnet bin/Release/net10.0/Attaching.dll "$(sed -nE 's/.*"address": ?"([^"]+)".*/\1/p' <<<"$ready")" 2>&1)
    kill -s INT "$launched" 2>/dev/null
    wait "$launched" 2>/dev/null
    echo "$output"
    grep -q "accept length" <<<"$output"
}

# The tool ahead of time, warnings being errors. Its lock files are its own: they name the compiler for this system.
aot_tool() {
    local output
    install_native_tools && dotnet publish "$root/src/SpecBundle.Cli" -c Release -v q --nologo -o "$work/aot" -p:PublishAot=true \
        -p:NuGetLockFilePath=obj/aot.lock.json -p:RestoreLockedMode=false || return 1
    "$work/aot/SpecBundle.Cli" catalog | head -5
    output=$("$work/aot/SpecBundle.Cli" generate tiny --prompt "<|bos|><|user|>Tom has 3 apples and buys 4 more. How many apples does Tom have?<|assistant|>" --max-new-tokens 32 --json) || return 1
    echo "$output"
    grep -q '"accept_length":' <<<"$output"
}

# The test starts whatever tool it is told, and holds the ids that it sends a server against the reference's.
reads_qwen() {
    SPECBUNDLE_TESTED_TOOL=$1 timeout 300 dotnet run -c Release --project "$root/tests/SpecBundle.Cli.Tests" -- --filter-class SpeculativeDecoding.Tests.QwenTokenizerTests --minimum-expected-tests 1
}

tool() {
    local output
    (cd "$work" && cp "$root/tests/consumers/nuget.config" nuget.config && sed -i "s#__PACKAGES__#$packages#g" nuget.config \
        && dotnet tool install SpecBundle.Cli --version "$version" --tool-path "$work/tools" >/dev/null) || return 1
    "$work/tools/specbundle" catalog | head -5
    output=$("$work/tools/specbundle" generate tiny --prompt "<|bos|><|user|>Tom has 3 apples and buys 4 more. How many apples does Tom have?<|assistant|>" --max-new-tokens 32 --json) || return 1
    echo "$output"
    grep -q '"accept_length":' <<<"$output"
}

prove "the README's first command runs in a fresh clone" first_command
prove "the packages pack" pack
prove "the packages were read to the end" read_packages
prove "a console app compiles and runs the literal line" console_app
prove "a single-file app compiles and runs the literal line" single_file_app
prove "a native AOT app compiles and runs the literal line" aot_app
prove "an app with the embedded engine generates and measures" embedded_app
prove "the tool installs and generates" tool
prove "the console example runs on the packages" console_example
prove "the chat example runs on the packages" chat_example
prove "the worker example runs on the packages" worker_example
prove "the unit test with a replaced client runs on the packages" unit_test_example
prove "the web API example answers on the packages" web_example
prove "another process attaches with the address and the key" attaching_example
prove "the tool compiles ahead of time without a warning, and generates" aot_tool
prove "the tool as installed reads a Qwen-like tokenizer with NFC as the reference does" reads_qwen "$work/tools/specbundle"
prove "the tool ahead of time reads a Qwen-like tokenizer with NFC as the reference does" reads_qwen "$work/aot/SpecBundle.Cli"
