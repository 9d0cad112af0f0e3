namespace SpeculativeDecoding;

/// <summary>Follows a start in the server's log, line by line, whatever the release. Never throws on what it does not know.</summary>
internal sealed class StartUpReader
{
    private readonly StartUpPhases _phases = new();
    private readonly LifeSigns _signs = new();
    private StartUpStep? _last;
    private bool _sawUsage;

    public LaunchPhase Phase { get; private set; } = LaunchPhase.Starting;

    /// <summary>The server said that it is fired up.</summary>
    public bool IsReady { get; private set; }

    /// <summary>What the server announced; null before.</summary>
    public ServerLimits? Limits { get; private set; }

    /// <summary>The first line of the server's own that announced the end; null while there is none.</summary>
    public string? FatalLine { get; private set; }

    /// <summary>The first text that reads as an announcement of the end, whoever wrote it; null while there is none.</summary>
    public string? SuspectLine { get; private set; }

    /// <summary>What the last line said about whether the start still moves.</summary>
    public LifeSign Sign { get; private set; }

    /// <summary>Reads what stood between two line feeds.</summary>
    /// <param name="line">The text; several bars with carriage returns between them count as several lines.</param>
    /// <returns>The step it brought, the last of several; null where nothing changed.</returns>
    public StartUpStep? Read(string line)
    {
        Sign = LifeSign.None;
        StartUpStep? result = null;
        foreach (var text in line.Split(['\r', '\n']))
        {
            LogLine? before = null;
            foreach (var part in LogLine.Split(text))
            {
                result = Read(part, isOwn: IsBegin(part, before)) ?? result;
                before = part;
            }
        }

        return result;
    }

    /// <summary>What announced the end was not true.</summary>
    public void Refute() => FatalLine = SuspectLine = null;

    /// <summary>
    /// Whether a message begins here: at the beginning of a line, or behind a progress bar that nothing had ended. A time
    /// stamp in the middle of a message is text, and text comes from whoever sends requests.
    /// </summary>
    private static bool IsBegin(LogLine part, LogLine? before) =>
        part.HasTime && (before is null || (!before.HasTime && before.Message.EndsWith(']')));

    private StartUpStep? Read(LogLine line, bool isOwn)
    {
        Note(line, isOwn);
        var sign = IsReady ? LifeSign.None : _signs.Read(line.Message);
        var step = IsReady || !line.IsFirstRank || _phases.Next(line) is not { } next || next == _last ? null : next;
        Sign = step is not null ? LifeSign.Advance : (LifeSign)Math.Max((int)Sign, (int)sign);
        if (step is null)
        {
            return null;
        }

        IsReady = step.Phase == LaunchPhase.Ready;
        (Phase, _last) = (step.Phase, step);
        return step;
    }

    private void Note(LogLine line, bool isOwn)
    {
        // Usage text has no prefix of the server's: it comes before there is a log.
        _sawUsage |= FatalLines.IsUsage(line.Message);
        var isUsage = !IsReady && _sawUsage && FatalLines.IsArgumentError(line.Message);
        if (isUsage || FatalLines.IsFatal(line.Message))
        {
            SuspectLine ??= line.Message;
            FatalLine ??= isUsage || isOwn ? line.Message : null;
        }

        Limits = line.IsFirstRank && isOwn && !IsReady ? ServerLimits.Parse(line.Message) ?? Limits : Limits;
    }
}
