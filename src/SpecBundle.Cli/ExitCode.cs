namespace SpeculativeDecoding.Cli;

/// <summary>What scripts can rely on.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A failure that was reported.</summary>
    public const int Failed = 1;

    public const int WrongUsage = 2;

    /// <summary>A limit of <c>--fail-if</c> is broken.</summary>
    public const int LimitBroken = 3;

    /// <summary>Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
