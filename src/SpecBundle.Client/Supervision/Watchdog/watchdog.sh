# specbundle-watchdog: the watchdog where there is no Python that could run watchdog.py. What it holds is less: a process
# is found by its group or by the tag in its environment, so one that has left both outlives the server.
#
#     sh -c TEXT specbundle-watchdog TAG SECRET PROGRAM ARGUMENT...
#
# Standard input is the lifeline. Its first line is the nonce, which begins every line of the watchdog's in the server's
# output, "specbundle-NONCE ", and which nothing of the server's can know: no argument and no environment has it. Where
# there is a secret file, the next line is what the file holds: the watchdog writes it and removes it, so that an app that
# is killed at any moment leaves none, and one that is gone before it gave the line starts no server. The next line, the
# seconds of grace, stops the server; the end of standard input stops it as well, and cuts a grace that runs short: an app
# may be killed while it stops its server. What the lines say is in the head of watchdog.py; for the end it is
# "server-end status NUMBER".
#
# Two shells watch: this one waits for the server, another reads the lifeline. When either is gone the other ends all.
unset nonce line # what came with the environment would go on in the server's
tag=$1 secret=$2
shift 2
exec 3<&0
trap : HUP INT TERM CHLD
IFS= read -r nonce <&3 || exit 1
if [ -n "$secret" ]; then
    IFS= read -r line <&3 || exit 1
    folder=${secret%/*}
    if ! error=$( { umask 077 && mkdir "$folder" && printf '%s\n' "$line" >"$secret"; } 2>&1 ); then
        rm -f "$secret"
        rmdir "$folder"
        printf '\nspecbundle-%s refused %s\t%s\n' "$nonce" \
            "The server's API key can't be written to the folder for temporary files, ${folder%/*}: $(printf %s "$error" | tr '\n\t' '  ')" \
            "Name a folder in TMPDIR that can be written to and has room."
        exit 1
    fi 2>/dev/null
fi
sweep() {
    kill -s KILL "-$child"
    kill -s KILL "$child"
    rounds=100
    while [ "$rounds" -gt 0 ] && [ -d /proc/self ]; do
        left=$(grep -lszx "SPECBUNDLE_SESSION=$tag" /proc/[0-9]*/environ)
        [ -n "$left" ] || break
        for path in $left; do
            process=${path#/proc/}
            kill -s KILL "${process%/environ}"
        done
        sleep 0.02
        rounds=$((rounds - 1))
    done
    [ -n "$secret" ] && rm -f "$secret" && rmdir "${secret%/*}"
} 2>/dev/null
start='IFS= read -r nonce; printf "\nspecbundle-%s server-process %s\n" "$nonce" "$$"; exec "$@" </dev/null'
# Where the system can, it kills the server's first process when this shell is gone.
bound=
setpriv --pdeathsig KILL true 2>/dev/null && bound="setpriv --pdeathsig KILL"
if command -v setsid >/dev/null 2>&1; then
    printf '%s\n' "$nonce" | env SPECBUNDLE_SESSION="$tag" $bound setsid /bin/sh -c "$start" sh "$@" 3<&- &
else
    # In a pipeline the server would not lead its group, so it can't be given the nonce.
    set -m
    env SPECBUNDLE_SESSION="$tag" $bound /bin/sh -c 'exec "$@"' sh "$@" </dev/null 3<&- &
    printf '\nspecbundle-%s server-process %s\n' "$nonce" "$!"
fi
child=$!
{
    crash=
    if read -r grace <&3; then
        ( read -r end <&3; sleep 1; kill -s KILL "-$child"; kill -s KILL "$child" ) &
        crash=$!
        trap 'kill "$crash"; exit' TERM
    else
        grace=1
    fi
    kill -s TERM "-$child" || kill -s TERM "$child"
    tenths=$((grace * 10))
    while [ "$tenths" -gt 0 ] && kill -0 "$child"; do
        sleep 0.1
        tenths=$((tenths - 1))
    done
    [ -n "$crash" ] && kill "$crash"
    sweep
} >/dev/null 2>&1 &
lifeline=$!
while :; do
    wait "$child" 2>/dev/null
    status=$?
    kill -0 "$child" 2>/dev/null || break
    kill -0 "$lifeline" 2>/dev/null || sweep
done
kill "$lifeline" 2>/dev/null
sweep
printf '\nspecbundle-%s server-end status %s\n' "$nonce" "$status"
exit "$status"
