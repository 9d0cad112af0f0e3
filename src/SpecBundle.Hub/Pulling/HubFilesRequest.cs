namespace SpeculativeDecoding;

/// <summary>Files of a repository that are wanted without the rest of it: a tokenizer, the rows of a data set.</summary>
public sealed class HubFilesRequest
{
    /// <summary>The repository, for example <c>org/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>What the repository holds.</summary>
    /// <value>The default value is <see cref="HubRepositoryKind.Model"/>.</value>
    public HubRepositoryKind Kind { get; init; }

    /// <summary>The branch, tag or commit.</summary>
    /// <value>The default value is <c>main</c>.</value>
    public string Revision { get; init; } = "main";

    /// <summary>Chooses among the paths of the repository, which have slashes on every system; of the cache's, where the Hub can't be asked.</summary>
    /// <value>By default all are wanted.</value>
    public Func<IReadOnlyList<string>, IReadOnlyList<string>> Choose { get; init; } = static paths => paths;

    /// <summary>Whether files that the cache holds are all that is needed, so that they may serve where the Hub can't be asked.</summary>
    /// <value>By default they are where there is at least one.</value>
    public Func<PulledFiles, bool> IsEnough { get; init; } = static files => files.Paths.Count > 0;

    /// <exception cref="InvalidValueException">A property has a value that can't be meant.</exception>
    internal void Check()
    {
        OptionRules.Repository("HubFilesRequest.Repository", Repository);
        OptionRules.Revision("HubFilesRequest.Revision", Revision);
    }
}
