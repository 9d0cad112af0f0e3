using System.Collections.Concurrent;
using System.Text.Json;

namespace SpeculativeDecoding.TestHub;

/// <summary>The repositories of a folder, read when first asked for.</summary>
internal sealed class Repositories(string folder)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private readonly ConcurrentDictionary<string, Repository?> _read = new();

    /// <param name="kind"><c>models</c> or <c>datasets</c>.</param>
    /// <param name="name">For example <c>org/name</c>.</param>
    public Repository? Find(string kind, string name) => _read.GetOrAdd($"{kind}/{name}", path =>
    {
        var file = Path.Combine(folder, path, "repository.json");
        return File.Exists(file) ? JsonSerializer.Deserialize<Repository>(File.ReadAllText(file), Options) : null;
    });

    public RepositoryFile? Blob(string hash) =>
        _read.Values.SelectMany(repository => repository?.Files ?? []).FirstOrDefault(file => file.Storage != "git" && file.Hash == hash);
}
