using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Judges a folder with a checkpoint: configuration, and every file of weights that its index names.</summary>
internal static class CheckpointFiles
{
    private static readonly string[] Indexes = ["model.safetensors.index.json", "pytorch_model.bin.index.json"];

    /// <summary>The first thing missing, in words; null where it is whole.</summary>
    public static string? WhatIsMissing(string folder)
    {
        if (!LinkedFile.Exists(Path.Combine(folder, "config.json")))
        {
            return "config.json";
        }

        foreach (var index in Indexes.Select(name => Path.Combine(folder, name)).Where(LinkedFile.Exists))
        {
            return Shards(index).FirstOrDefault(shard => !LinkedFile.Exists(Path.Combine(folder, shard)));
        }

        var weights = Directory.EnumerateFiles(folder, "*.safetensors").Concat(Directory.EnumerateFiles(folder, "*.bin"))
            .Where(path => NeededFiles.MayBeWeights(Path.GetFileName(path)) && LinkedFile.Exists(path)).ToList();

        // One of several files, and no index that would name the others: a download that was broken off.
        return weights.Count == 0 ? "the weights" : weights.Any(path => Path.GetFileName(path).Contains("-of-", StringComparison.Ordinal)) ? "the index of the weights" : null;
    }

    /// <summary>The files that an index names; the index itself, which is then "missing", where it names none or leads out of the folder.</summary>
    private static List<string> Shards(string index)
    {
        try
        {
            using var document = JsonDocument.Parse(ModelFile.Read(index));
            var names = document.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString() ?? "").Distinct().ToList();
            return names.Count > 0 && names.TrueForAll(SafePath.IsInside) ? names : [Unreadable(index)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [Unreadable(index)];
        }
    }

    private static string Unreadable(string index) => Path.GetFileName(index) + " (it can't be read)";
}
