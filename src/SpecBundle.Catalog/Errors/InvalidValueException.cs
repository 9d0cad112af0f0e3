namespace SpeculativeDecoding;

/// <summary>A property of an options class or of a request has a value that can't be meant. Nothing was started or sent.</summary>
public sealed class InvalidValueException : SpecBundleException
{
    private const int ShownCharacters = 60;

    internal InvalidValueException(string property, object? value, string rule)
        : base($"{property} is {Show(value)}: {rule.TrimEnd('.')}.", UsualHint(property)) => (Property, Value) = (property, Show(value));

    internal InvalidValueException(string property, string shown, string rule, string hint)
        : base($"{property} is {shown}: {rule.TrimEnd('.')}.", hint) => (Property, Value) = (property, shown);

    /// <summary>The property as a reader of the code would write it, for example <c>LaunchOptions.Port</c> or <c>GenerateRequest.InputIds[3]</c>.</summary>
    public string Property { get; }

    /// <summary>The value in one short line; never a secret's own text.</summary>
    public string Value { get; }

    /// <summary>The hint where there is no better one.</summary>
    internal static string UsualHint(string property) => $"Set {property} to a value that keeps to this.";

    /// <summary>A value in one short line, as a message shows it.</summary>
    internal static string Show(object? value)
    {
        var text = value switch
        {
            null => "null",
            string { Length: 0 } => "an empty text",
            string s => $"'{Shorten(s)}'",
            _ => Shorten(FormattableString.Invariant($"{value}")),
        };
        return Printable.Of(text);
    }

    private static string Shorten(string text) => text.Length <= ShownCharacters ? text : FormattableString.Invariant($"{text[..ShownCharacters]}... ({text.Length} characters)");
}
