namespace SpeculativeDecoding;

/// <summary>A token of the Hub, and where it came from. Not a record: its text must never show the value.</summary>
internal sealed class HubToken(string value, string source)
{
    /// <summary>Lets a token go to an endpoint without encryption, where the caller does not say.</summary>
    public const string OverHttpVariable = "SPECBUNDLE_TOKEN_OVER_HTTP";

    public string Value { get; } = value;

    /// <summary>For messages, for example <c>HF_TOKEN</c>.</summary>
    public string Source { get; } = source;

    /// <summary>The token of this environment, as the Python client finds it; null where there is none or it must not be sent.</summary>
    /// <exception cref="InvalidValueException">No header can carry it.</exception>
    public static HubToken? Find(Func<string, string?> variable, string home)
    {
        if (HubVariables.IsTrue(variable("HF_HUB_DISABLE_IMPLICIT_TOKEN")))
        {
            return null;
        }

        foreach (var name in new[] { "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN" })
        {
            if (Clean(variable(name)) is { } token)
            {
                OptionRules.Token(name, token);
                return new HubToken(token, name);
            }
        }

        var path = HubVariables.Path(variable, "HF_TOKEN_PATH") ?? System.IO.Path.Combine(home, "token");
        try
        {
            if (!File.Exists(path) || Clean(File.ReadAllText(path)) is not { } token)
            {
                return null;
            }

            OptionRules.Token(path, token);
            return new HubToken(token, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override string ToString() => $"a token of {Source}";

    /// <summary>Copied tokens often bring a line break along.</summary>
    private static string? Clean(string? text)
    {
        var token = text?.ReplaceLineEndings(string.Empty).Trim();
        return string.IsNullOrEmpty(token) ? null : token;
    }
}
