namespace SpeculativeDecoding.Templates;

/// <summary>What a function, filter, test or macro is called with.</summary>
internal readonly record struct CallArguments(object?[] Positional, IReadOnlyList<(string Name, object? Value)> Named)
{
    public static CallArguments None { get; } = new([], []);

    public static CallArguments Of(params object?[] positional) => new(positional, []);
}
