using System.IO.Compression;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>A small tokenizer of one kind, and what the reference makes of 2,000 strings (Fixtures/make_fixtures.py).</summary>
internal static class Fixture
{
    public static TheoryData<string> Kinds => ["qwen", "llama", "ling", "o200k", "kimi", "gpt2"];

    public static IEnumerable<(string Text, int[] WithSpecial, int[] Plain)> Rows(string kind)
    {
        using var reader = new StreamReader(Open(kind + ".jsonl.gz"));
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            yield return (row.RootElement.GetProperty("t").GetString()!, Ids(row.RootElement.GetProperty("s")), Ids(row.RootElement.GetProperty("p")));
        }
    }

    /// <summary>Lays the files of a kind into a folder.</summary>
    public static void Write(string kind, string folder)
    {
        using var files = JsonDocument.Parse(Open("files.json.gz"));
        foreach (var file in files.RootElement.GetProperty(kind).EnumerateObject())
        {
            File.WriteAllText(Path.Combine(folder, file.Name), file.Value.GetString());
        }
    }

    public static ModelTokenizer Load(string kind) => Read(kind, ModelTokenizer.Load);

    /// <summary>Reads the files of a kind in a folder that is there for as long.</summary>
    public static T Read<T>(string kind, Func<string, T> read)
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-tokenizer-").FullName;
        try
        {
            Write(kind, folder);
            return read(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static GZipStream Open(string name) => new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", name)), CompressionMode.Decompress);

    private static int[] Ids(JsonElement array) => [.. array.EnumerateArray().Select(id => id.GetInt32())];
}
