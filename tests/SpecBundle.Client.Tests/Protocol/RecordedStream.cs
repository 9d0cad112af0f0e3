using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>A recorded event stream read in the plainest way, to hold the client's reading against.</summary>
internal sealed class RecordedStream
{
    private RecordedStream(byte[] body, int index)
    {
        Body = body;
        Frames = [.. Encoding.UTF8.GetString(body).Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line[6..])!.AsObject())
            .Where(frame => (frame["index"]?.GetValue<int>() ?? 0) == index)];
    }

    /// <summary>The names of all recordings of streamed answers that are not errors.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Path.Combine(ReplayProcess.Recordings, "http"), "*.response")
        .Where(path => Encoding.UTF8.GetString(File.ReadAllBytes(path)).Contains("\"output_ids\"", StringComparison.Ordinal))
        .Where(path => Encoding.UTF8.GetString(File.ReadAllBytes(path)).Contains("text/event-stream", StringComparison.Ordinal))
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    /// <summary>Those that end well.</summary>
    public static IEnumerable<string> FinishedNames => Names.Where(name => Load(name).Finish is "stop" or "length");

    public byte[] Body { get; }

    public IReadOnlyList<JsonObject> Frames { get; }

    public JsonObject LastMeta => Frames[^1]["meta_info"]!.AsObject();

    public string? Finish => LastMeta["finish_reason"]?["type"]?.GetValue<string>();

    public IReadOnlyList<int> Steps
    {
        get
        {
            var counts = Frames.Select(frame => frame["meta_info"]!["completion_tokens"]!.GetValue<int>()).ToList();
            return [.. counts.Select((count, frame) => count - (frame == 0 ? 0 : counts[frame - 1]))];
        }
    }

    public static RecordedStream Load(string name, int index = 0) => new(Unchunk(File.ReadAllBytes(Path.Combine(ReplayProcess.Recordings, "http", name + ".response"))), index);

    /// <summary>1, or less for the one recording that waited more than a minute for kernels to compile.</summary>
    public static double Pace(string name)
    {
        var request = JsonNode.Parse(File.ReadAllText(Path.Combine(ReplayProcess.Recordings, "http", name + ".request.json")))!;
        return Math.Min(1, 2 / request["recv"]!.AsArray().Max(read => read![0]!.GetValue<double>()));
    }

    /// <summary>The whole text: the last frame's, or all of them where the server sent increments.</summary>
    public string Text(string name) => IsIncremental(name)
        ? string.Concat(Frames.Select(frame => frame["text"]!.GetValue<string>()))
        : Frames[^1]["text"]!.GetValue<string>();

    public IReadOnlyList<int> Ids(string name) => IsIncremental(name)
        ? [.. Frames.SelectMany(IdsOf)]
        : IdsOf(Frames[^1]);

    public int? Counter(string name) => LastMeta[name]?.GetValue<int>();

    private static bool IsIncremental(string name) => name.StartsWith("incremental", StringComparison.Ordinal);

    private static List<int> IdsOf(JsonObject frame) => [.. frame["output_ids"]!.AsArray().Select(id => id!.GetValue<int>())];

    private static byte[] Unchunk(byte[] response)
    {
        var rest = response.AsSpan(response.AsSpan().IndexOf("\r\n\r\n"u8) + 4);
        var body = new List<byte>();
        while (rest.IndexOf("\r\n"u8) is > 0 and var end && int.Parse(rest[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.AddRange(rest.Slice(end + 2, size));
            rest = rest[(end + 2 + size + 2)..];
        }

        return [.. body];
    }
}
