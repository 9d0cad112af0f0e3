namespace SpeculativeDecoding.Tests;

/// <summary>A folder with a tokenizer of all bytes and one merge, "a" with "b"; gone when it is disposed of. Each byte is its own id.</summary>
internal sealed class TinyTokenizer : IDisposable
{
    public TinyTokenizer(string? json = null) => Write(json ?? Json);

    public static string Json { get; } =
        $$$"""{"added_tokens":[],"model":{"type":"BPE","vocab":{{{{Alphabet()}}},"ab":256},"merges":["a b"]},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false}}""";

    public string Path { get; } = Directory.CreateTempSubdirectory("specbundle-tiny-").FullName;

    public void Write(string json) => File.WriteAllText(System.IO.Path.Combine(Path, "tokenizer.json"), json);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Alphabet() => string.Join(',', Enumerable.Range(0, 256).Select(value =>
        $"{System.Text.Json.JsonSerializer.Serialize(ByteLevelAlphabet.Written(((char)value).ToString()))}:{value}"));
}
