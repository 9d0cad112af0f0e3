# specbundle-watchdog: the watchdog where there is no Python that could run watchdog.py. What it holds is less: a process
# is found by its group or by the tag in its environment, so one that has left both outlives the server.
#
#     sh -c TEXT specbundle-watchdog TAG SECRET PROGRAM ARGUMENT...
#
# Standard input is the lifeline. Where there is a secret file, its first line is what the file holds: the watchdog writes
# it and removes it, so that an app that is killed at any moment leaves none, and one that is gone before it gave the line
# starts no server. The next line, the seconds of grace, stops the server; the end of standard input stops it as well, and
# cuts a grace that runs short: an app may be killed while it stops its server.
#
# Two shells watch: this one waits for the server, another reads the lifeline. When either is gone the other ends all.
tag=$1 secret=$2
shift 2
exec 3<&0
trap : HUP INT TERM CHLD
if [ -n "$secret" ]; then
    IFS= read -r line <&3 || exit 1
    ( umask 077 && mkdir "${secret%/*}" && printf '%s\n' "$line" >"$secret" ) || exit 1
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
start='echo "specbundle-server-process $$"; exec "$@"'
# Where the system can, it kills the server's first process when this shell is gone.
bound=
setpriv --pdeathsig KILL true 2>/dev/null && bound="setpriv --pdeathsig KILL"
if command -v setsid >/dev/null 2>&1; then
    env SPECBUNDLE_SESSION="$tag" $bound setsid /bin/sh -c "$start" sh "$@" </dev/null 3<&- &
else
    set -m
    env SPECBUNDLE_SESSION="$tag" $bound /bin/sh -c "$start" sh "$@" </dev/null 3<&- &
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
printf '\nspecbundle-server-end status %s\n' "$status"
exit "$status"
