using System.Globalization;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Knows the weights of a run again: what a server loads from a folder must be what the requests that are there already were made with.</summary>
internal sealed class ServedWeights(BenchmarkOptions options, RunStore results)
{
    private readonly ServedFolders _folders = results.ServedFolders(options.TimeProvider);

    /// <summary>Before a server is started: what it would load.</summary>
    /// <exception cref="BenchmarkException">The requests that are there already were made with other weights.</exception>
    public async Task<JsonObject> BeforeAsync(BenchmarkConfiguration configuration, Action<string> say, CancellationToken cancellationToken)
    {
        var pair = options.Pair!;
        var weights = await ReadAsync(FolderOf(pair.Target.Repository, pair.Target.IsBundled), configuration.UsesDraft && pair.Draft is { } draft ? FolderOf(draft.Repository, pair.Target.IsBundled) : null, say, cancellationToken).ConfigureAwait(false);
        results.RequireSame(configuration.ToString(), weights);
        return weights;
    }

    /// <summary>When it runs: what it has loaded, by its own arguments.</summary>
    /// <param name="server">The server.</param>
    /// <param name="before">What there was before it was started; null for a server that ran already.</param>
    /// <param name="say">Told of what takes long.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="BenchmarkException">The weights changed while it started.</exception>
    public async Task<JsonObject> AfterAsync(SpecServer server, JsonObject? before, Action<string> say, CancellationToken cancellationToken)
    {
        var (target, draft) = server.Plan is { } plan ? (ArgumentOf(plan, "--model-path"), ArgumentOf(plan, "--speculative-draft-model-path")) : (server.Client.Info?.ModelPath, server.Client.Info?.DraftModelPath);

        // On another machine the same path is another folder.
        var isHere = server.Plan is not null || server.Address.IsLoopback;
        var weights = await ReadAsync(isHere ? Here(target) : null, isHere ? Here(draft) : null, say, cancellationToken).ConfigureAwait(false);
        return before is null || ServerDescription.Changes(before, weights) is not { Count: > 0 } changes
            ? weights
            : throw new BenchmarkException($"While the server started, its model was changed: {string.Join("; ", changes)}.", "Leave the folder as it is until the run has ended, and call again.");
    }

    private async Task<JsonObject> ReadAsync(string? target, string? draft, Action<string> say, CancellationToken cancellationToken) =>
        ServerDescription.OfWeights(await ReadAsync(target, say, cancellationToken).ConfigureAwait(false), await ReadAsync(draft, say, cancellationToken).ConfigureAwait(false));

    private async Task<ServedFolder?> ReadAsync(string? folder, Action<string> say, CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            return null;
        }

        if (_folders.UnreadBytes(folder) is > 0 and var bytes)
        {
            say(string.Create(CultureInfo.InvariantCulture, $"reading the {bytes / 1e6:N0} MB of {folder} once, so that a change is seen later"));
        }

        return await _folders.ReadAsync(folder, cancellationToken).ConfigureAwait(false);
    }

    private string? FolderOf(string model, bool isBundled) =>
        isBundled ? EmbeddedInstallation.Search(options.Launch.EmbeddedFolder).Found is { } found ? Here(Path.Combine(found.Folder, model)) : null
        : ModelName.IsFolder(model) ? Here(ModelName.FolderOf(model))
        : null;

    private static string? Here(string? path) => path is not null && Path.IsPathRooted(path) && Directory.Exists(path) ? path : null;

    private static string? ArgumentOf(LaunchPlan plan, string flag)
    {
        var values = plan.Arguments.Select(argument => argument.Value).ToList();
        var place = values.FindLastIndex(value => value == flag || value.StartsWith(flag + "=", StringComparison.Ordinal));
        return place < 0 ? null : values[place].Length > flag.Length ? values[place][(flag.Length + 1)..] : place + 1 < values.Count && values[place + 1] is var path && Directory.Exists(path) ? Path.GetFullPath(path) : null;
    }
}
