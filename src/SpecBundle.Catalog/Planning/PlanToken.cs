namespace SpeculativeDecoding;

/// <summary>An element of the command line with its real value.</summary>
/// <param name="Value">What the program receives.</param>
/// <param name="Reason">Why.</param>
/// <param name="Source">Who asks for it.</param>
/// <param name="SecretVariable">The environment variable that stands for a secret in renderings; null where it is none.</param>
/// <param name="Documented">The element in the documented command's own spelling; null where it is the same.</param>
internal sealed record PlanToken(string Value, string Reason, ArgumentSource Source, string? SecretVariable = null, string? Documented = null)
{
    internal const string Mask = "********";

    internal bool IsSecret => SecretVariable is not null;

    internal LaunchArgument Shown => new(IsSecret ? Mask : Value, Reason, Source);
}
