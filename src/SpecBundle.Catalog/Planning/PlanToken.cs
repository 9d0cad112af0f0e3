namespace SpeculativeDecoding;

/// <summary>An element of the command line with its real value.</summary>
/// <param name="Value">What the program receives.</param>
/// <param name="Reason">Why.</param>
/// <param name="Source">Who asks for it.</param>
/// <param name="SecretVariable">The environment variable that stands for a secret in renderings; null where it is none.</param>
internal sealed record PlanToken(string Value, string Reason, ArgumentSource Source, string? SecretVariable = null)
{
    public const string Mask = "********";

    /// <summary>The setting that this flag, or the value after it, is of; null for the user's own arguments and those of a pair.</summary>
    public ServerSetting? Setting { get; init; }

    /// <summary>The element in the documented command's own spelling; null where it is the same.</summary>
    public string? Documented { get; init; }

    /// <summary>Whether the release or a model card documents it.</summary>
    public bool IsDocumented { get; init; }

    public LaunchArgument Shown => new() { Value = SecretVariable is null ? Value : Mask, Reason = Reason, Source = Source };
}
