namespace SpeculativeDecoding;

/// <summary>A repository of the Hub.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">Its name, for example <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>.</param>
internal readonly record struct RepositoryName(HubRepositoryKind Kind, string Name)
{
    /// <summary>Its folder in the cache, for example <c>models--Qwen--Qwen3-30B-A3B-Instruct-2507</c>.</summary>
    public string Folder => Plural + "--" + Name.Replace("/", "--", StringComparison.Ordinal);

    /// <summary>The path of its page and files, below the endpoint.</summary>
    public string Path => Kind == HubRepositoryKind.Model ? Name : $"{Plural}/{Name}";

    /// <summary>The path of its API, below the endpoint.</summary>
    public string ApiPath => $"api/{Plural}/{Name}";

    private string Plural => Kind == HubRepositoryKind.Model ? "models" : "datasets";

    public static RepositoryName Model(string name) => new(HubRepositoryKind.Model, name);

    public static RepositoryName DataSet(string name) => new(HubRepositoryKind.DataSet, name);

    public override string ToString() => Name;
}
