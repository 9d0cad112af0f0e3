namespace SpeculativeDecoding.Embedded;

internal enum FlagKind
{
    Switch,
    Text,
    Integer,
    Number,
}

/// <summary>One flag of the command line: its names (the first is the key everywhere else), kind, choices and help.</summary>
internal sealed record Flag(string Name, FlagKind Kind, string Help, string[]? Aliases = null, string[]? Choices = null)
{
    /// <summary>All names, dashes included, in the order of the usage text.</summary>
    public IEnumerable<string> Names { get; } = [Name, .. Aliases ?? []];

    /// <summary>The names as argparse joins them in its errors: <c>--model-path/--model</c>.</summary>
    public string Label => string.Join('/', Names);

    public string Placeholder => Choices is null
        ? Name.TrimStart('-').Replace('-', '_').ToUpperInvariant()
        : "{" + string.Join(',', Choices) + "}";
}
