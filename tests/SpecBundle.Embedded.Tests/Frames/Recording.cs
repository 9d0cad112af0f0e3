using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>One answer of a real SGLang 0.5.17, as it was recorded.</summary>
internal sealed class Recording
{
    private Recording(int status, string? contentType, string body) => (Status, ContentType, Body) = (status, contentType, body);

    public int Status { get; }

    public string? ContentType { get; }

    public string Body { get; }

    /// <summary>The events of a stream without <c>[DONE]</c>.</summary>
    public IReadOnlyList<string> Events => EventsOf(Body);

    public static Recording Read(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "http", name + ".response"));
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var head = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n");
        var body = bytes[(end + 4)..];
        var chunked = head.Any(line => line.StartsWith("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase));
        return new Recording(
            int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture),
            head.FirstOrDefault(line => line.StartsWith("content-type:", StringComparison.OrdinalIgnoreCase))?[13..].Trim(),
            Encoding.UTF8.GetString(chunked ? Joined(body) : body));
    }

    public static IReadOnlyList<string> EventsOf(string body)
    {
        var events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(events, text => Assert.StartsWith("data: ", text, StringComparison.Ordinal));
        Assert.Equal("data: [DONE]", events[^1]);
        return [.. events[..^1].Select(text => text[6..])];
    }

    private static byte[] Joined(byte[] chunks)
    {
        var joined = new MemoryStream();
        for (var at = 0; ;)
        {
            var line = chunks.AsSpan(at).IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(chunks, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return joined.ToArray();
            }

            joined.Write(chunks, at + line + 2, size);
            at += line + 2 + size + 2;
        }
    }
}
