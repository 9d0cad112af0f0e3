namespace SpeculativeDecoding;

/// <summary>Which files of a repository a server needs.</summary>
public sealed record DownloadFilter
{
    /// <summary>Patterns of the files needed, with <c>*</c> for any text.</summary>
    /// <value>The default value is empty: all files.</value>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of files that only cost time and disk, with <c>*</c> for any text. They win over <see cref="Include"/>.</summary>
    /// <value>The default value is empty: none.</value>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Why, and how sure it is.</summary>
    /// <value>The default value is null: nobody said.</value>
    public Fact<string>? Reason { get; init; }

    /// <summary>Both lists.</summary>
    /// <returns>For example <c>config.json, *.safetensors, without training_state.pt</c>.</returns>
    public override string ToString() =>
        $"{(Include.Count == 0 ? "all files" : string.Join(", ", Include))}{(Exclude.Count == 0 ? "" : $", without {string.Join(", ", Exclude)}")}";
}
