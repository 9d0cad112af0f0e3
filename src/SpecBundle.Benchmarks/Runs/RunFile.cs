using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Reads <c>run.json</c> and <c>summary.json</c>, whatever lies there under these names, and sees that they are of the shape that is relied on.</summary>
internal static class RunFile
{
    // A run of thousands of cells has a summary of some megabytes.
    private const long Longest = 64_000_000;
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The object in the file; null where there is no file.</summary>
    /// <exception cref="BenchmarkException">It can't be read, or is no such file.</exception>
    public static async Task<JsonObject?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            // What has no length is not opened: a pipe might never answer, a device never end.
            var length = LinkedFile.LengthOf(path);
            if (length is 0 or > Longest)
            {
                throw new FormatException(length > 0 ? $"it is larger than {ByteSize.Format(Longest)}" : "it is empty, or a pipe or a device rather than a file");
            }

            var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            Utf8Text.Check(bytes);
            JsonEscapes.Check(bytes);
            var file = JsonNode.Parse(Utf8Text.WithoutMark(bytes).Span, documentOptions: Options) as JsonObject ?? throw new FormatException("it is no JSON object");
            Check(file);
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new BenchmarkException($"{path} can't be read: {FaultText.Of(exception)}.", "Name the folder that 'bench' wrote (its --output), or bring its file back.", exception);
        }
    }

    private static void Check(JsonObject file)
    {
        Object(file, "settings");
        foreach (var part in new[] { Object(file["settings"], "workloads"), Object(file, "servers") })
        {
            foreach (var (name, value) in part)
            {
                Require(value is JsonObject, name);
            }
        }

        foreach (var note in List(file, "notes"))
        {
            Require(note?.GetValueKind() == JsonValueKind.String, "notes");
        }

        foreach (var failure in List(file, "failures"))
        {
            Require(failure is JsonObject, "failures");
        }

        Require(file["session"] is null || (file["session"] is System.Text.Json.Nodes.JsonValue session && session.TryGetValue<int>(out _)), "session");
        RunCounts.Check(file);
    }

    /// <summary>A list of objects or texts; empty where there is none.</summary>
    /// <exception cref="FormatException">It is no list.</exception>
    public static JsonArray List(JsonObject file, string name)
    {
        Require(file[name] is null or JsonArray, name);
        return file[name] as JsonArray ?? [];
    }

    /// <exception cref="FormatException">It is not so.</exception>
    public static void Require(bool isSo, string name)
    {
        if (!isSo)
        {
            throw new FormatException($"its '{Printable.Name(name)}' is not of the shape that a run writes");
        }
    }

    private static JsonObject Object(JsonNode? file, string name)
    {
        var value = file?[name];
        Require(value is null or JsonObject, name);
        return value as JsonObject ?? [];
    }
}
