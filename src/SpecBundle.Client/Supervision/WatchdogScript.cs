namespace SpeculativeDecoding;

/// <summary>
/// The watchdog between an app and its server: a shell that holds the other end of a pipe. When the pipe closes,
/// because the app stops the server or because the app is gone, everything that the server started is ended.
/// </summary>
internal static class WatchdogScript
{
    /// <summary>The variable that marks every process of one launch, whatever group or parent it moves to.</summary>
    public const string TagVariable = "SPECBUNDLE_SESSION";

    /// <summary>What the watchdog's first line of output begins with; the server's process id follows.</summary>
    public const string ProcessIdLine = "specbundle-server-process ";

    /// <summary>Seconds between SIGTERM and SIGKILL when the app is gone: nobody waits for a drain then.</summary>
    public const int GraceAfterCrash = 1;

    /// <summary>
    /// Arguments: tag, secret file (or empty), then the program and its arguments. Where there is a secret file, the
    /// first line of standard input is what it holds: the watchdog writes it and removes it, so that an app that is
    /// killed at any moment leaves none, and one that is gone before it gave the line starts no server. The next line, the seconds of grace, stops the server; the end of standard input
    /// stops it as well, and cuts a grace that runs short: an app may be killed while it stops its server.
    /// </summary>
    public const string Text =
        """
        tag=$1 secret=$2
        shift 2
        exec 3<&0
        trap : HUP INT TERM
        if [ -n "$secret" ]; then
            IFS= read -r line <&3 || exit 1
            ( umask 077 && mkdir "${secret%/*}" && printf '%s\n' "$line" >"$secret" ) || exit 1
        fi
        start='echo "specbundle-server-process $$"; exec "$@"'
        if command -v setsid >/dev/null 2>&1; then
            env SPECBUNDLE_SESSION="$tag" setsid /bin/sh -c "$start" sh "$@" </dev/null 3<&- &
        else
            set -m
            env SPECBUNDLE_SESSION="$tag" /bin/sh -c "$start" sh "$@" </dev/null 3<&- &
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
            kill -s KILL "-$child"
            kill -s KILL "$child"
            [ -n "$crash" ] && kill "$crash"
        } >/dev/null 2>&1 &
        lifeline=$!
        while :; do
            wait "$child" 2>/dev/null
            status=$?
            kill -0 "$child" 2>/dev/null || break
        done
        kill "$lifeline" 2>/dev/null
        kill -s KILL "-$child" 2>/dev/null
        rounds=100
        while [ "$rounds" -gt 0 ] && [ -d /proc/self ]; do
            left=$(grep -lszx "SPECBUNDLE_SESSION=$tag" /proc/[0-9]*/environ 2>/dev/null)
            [ -n "$left" ] || break
            for path in $left; do
                process=${path#/proc/}
                kill -s KILL "${process%/environ}" 2>/dev/null
            done
            sleep 0.02
            rounds=$((rounds - 1))
        done
        [ -n "$secret" ] && rm -f "$secret" && rmdir "${secret%/*}" 2>/dev/null
        exit "$status"
        """;
}
