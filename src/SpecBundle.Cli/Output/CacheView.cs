using System.Text.Json;

namespace SpeculativeDecoding.Cli;

/// <summary>What pairs take in the cache.</summary>
internal static class CacheView
{
    public static void Write(Terminal terminal, HubClient hub, bool json)
    {
        var pairs = Catalog.All.Select(pair => (Pair: pair, Models: Models(hub, pair))).Where(row => row.Models.Count > 0).ToList();
        var others = hub.ListCachedModels().ExceptBy(pairs.SelectMany(row => row.Models).Select(model => model.Repository), model => model.Repository).ToList();
        if (json)
        {
            terminal.Output.WriteJson(JsonText.Write(writer => WriteJson(writer, hub, pairs, others)));
            return;
        }

        if (pairs.Count == 0)
        {
            terminal.Output.WriteLine($"No pair of the catalog is in {hub.CacheFolder}.");
        }

        foreach (var (pair, models) in pairs)
        {
            terminal.Output.WriteLine($"{pair.Id}: {ByteSize.Format(models.Sum(model => model.Bytes))}");
            foreach (var model in models)
            {
                var state = model.IsComplete ? "" : model.UnfinishedBytes > 0 ? $", unfinished ({ByteSize.Format(model.UnfinishedBytes)})" : ", not complete";
                terminal.Output.WriteLine($"  {model.Repository}: {ByteSize.Format(model.Bytes)}{state}");
            }
        }

        foreach (var model in others)
        {
            terminal.Output.WriteLine($"{model.Repository} (of no pair of the catalog): {ByteSize.Format(model.Bytes)}");
        }

        if (pairs.Count == 0)
        {
            return;
        }

        var all = pairs.SelectMany(row => row.Models).DistinctBy(model => model.Repository).Sum(model => model.Bytes);
        terminal.Output.WriteLine($"{ByteSize.Format(all)} in {hub.CacheFolder}. 'specbundle cache remove PAIR' frees it.");
    }

    public static void Remove(Terminal terminal, HubClient hub, ModelPair pair, bool isConfirmed)
    {
        var needed = Catalog.All.Where(other => other.Id != pair.Id && other.Draft is { IsBundled: false } draft && hub.FindCachedModel(draft.Repository) is not null)
            .SelectMany(other => new[] { other.Target.Repository, other.Draft!.Repository }).ToHashSet(StringComparer.Ordinal);
        var models = Models(hub, pair);
        if (models.Count == 0)
        {
            terminal.Output.WriteLine($"Nothing of {pair.Id} is in {hub.CacheFolder}.");
            return;
        }

        foreach (var model in models.Where(model => needed.Contains(model.Repository)))
        {
            terminal.Output.WriteLine($"{model.Repository} stays: another pair in the cache needs it.");
        }

        var removable = models.Where(model => !needed.Contains(model.Repository)).ToList();
        if (isConfirmed)
        {
            foreach (var removed in hub.RemoveCachedModels([.. removable.Select(model => model.Repository)]))
            {
                terminal.Output.WriteLine($"{removed}.");
            }

            return;
        }

        foreach (var model in removable)
        {
            terminal.Output.WriteLine($"{model.Repository}: {ByteSize.Format(model.Bytes)} would be removed{AlsoOf(pair, model.Repository)}{Shared(model)}. Add --yes.");
        }
    }

    private static string Shared(CachedModel model) => model.SharedBytes > 0
        ? $"; {ByteSize.Format(model.SharedBytes)} of it lie in the store that repositories share, and are freed with the last of them that has them" : "";

    /// <summary>A pair may have been pulled without its draft: then only its user knows whether the target is still needed.</summary>
    private static string AlsoOf(ModelPair pair, string repository)
    {
        var others = Catalog.All.Where(other => other.Id != pair.Id && other.Target.Repository == repository).Select(other => other.Id).ToList();
        return others.Count > 0 ? $" (it is also the target of {string.Join(", ", others)})" : "";
    }

    private static List<CachedModel> Models(HubClient hub, ModelPair pair) =>
        [.. new[] { pair.Target.IsBundled ? null : pair.Target.Repository, pair.Draft is { IsBundled: false } draft ? draft.Repository : null }
            .OfType<string>().Select(hub.FindCachedModel).OfType<CachedModel>()];

    private static void WriteJson(Utf8JsonWriter writer, HubClient hub, List<(ModelPair Pair, List<CachedModel> Models)> pairs, List<CachedModel> others)
    {
        writer.WriteString("cache", hub.CacheFolder);
        writer.WriteObjects("pairs", pairs, static (writer, row) =>
        {
            writer.WriteString("pair", row.Pair.Id);
            writer.WriteObjects("models", row.Models, WriteModel);
        });
        writer.WriteObjects("other_models", others, WriteModel);
    }

    private static void WriteModel(Utf8JsonWriter writer, CachedModel model)
    {
        writer.WriteString("repository", model.Repository);
        writer.WriteNumber("bytes", model.Bytes);
        writer.WriteNumber("shared_bytes", model.SharedBytes);
        writer.WriteNumber("unfinished_bytes", model.UnfinishedBytes);
        writer.WriteBoolean("complete", model.IsComplete);
    }
}
