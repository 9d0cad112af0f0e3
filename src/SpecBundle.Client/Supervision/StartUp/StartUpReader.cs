namespace SpeculativeDecoding;

/// <summary>Follows a start in the server's log, line by line, whatever the release. Never throws on what it does not know.</summary>
internal sealed class StartUpReader
{
    private readonly StartUpPhases _phases = new();
    private StartUpStep? _last;
    private bool _sawUsage;

    public LaunchPhase Phase { get; private set; } = LaunchPhase.Starting;

    /// <summary>The server said that it is fired up.</summary>
    public bool IsReady { get; private set; }

    /// <summary>What the server announced; null before.</summary>
    public ServerLimits? Limits { get; private set; }

    /// <summary>The first line that announced the end; null while there is none.</summary>
    public string? FatalLine { get; private set; }

    /// <summary>Reads what stood between two line feeds.</summary>
    /// <param name="line">The text; several bars with carriage returns between them count as several lines.</param>
    /// <returns>The step it brought, the last of several; null where nothing changed.</returns>
    public StartUpStep? Read(string line)
    {
        StartUpStep? result = null;
        foreach (var part in LogLine.Split(line))
        {
            result = Read(part) ?? result;
        }

        return result;
    }

    private StartUpStep? Read(LogLine line)
    {
        Note(line);
        if (IsReady || !line.IsFirstRank || _phases.Next(line) is not { } step || step == _last)
        {
            return null;
        }

        IsReady = step.Phase == LaunchPhase.Ready;
        (Phase, _last) = (step.Phase, step);
        return step;
    }

    private void Note(LogLine line)
    {
        _sawUsage |= FatalLines.IsUsage(line.Message);
        if (FatalLine is null && (FatalLines.IsFatal(line.Message) || (_sawUsage && FatalLines.IsArgumentError(line.Message))))
        {
            FatalLine = line.Message;
        }

        Limits = line.IsFirstRank ? ServerLimits.Parse(line.Message) ?? Limits : Limits;
    }
}
