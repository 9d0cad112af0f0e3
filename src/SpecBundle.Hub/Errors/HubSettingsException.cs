namespace SpeculativeDecoding;

/// <summary>A variable of the environment that the Hub's clients read has a value that can't be used.</summary>
public sealed class HubSettingsException : SpecBundleException
{
    internal HubSettingsException(string variable, string reason)
        : base($"{variable}: {reason}", $"Correct {variable}, or unset it.") => Variable = variable;

    /// <summary>The variable, for example <c>HF_ENDPOINT</c>.</summary>
    public string Variable { get; }
}
