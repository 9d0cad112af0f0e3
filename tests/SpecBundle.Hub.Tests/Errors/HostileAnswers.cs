using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>Makes answers of a Hub out of honest ones: other values, other heads, bytes changed, cut and doubled.</summary>
internal static class HostileAnswers
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "9000000000000000000", "1e400", "0.5", "\"\"", "\"x\"", "\"\\ud800\"", "\"../../etc/passwd\"", "\"/etc/passwd\"", "\"a\\u0000b\"", "\"\\u001b[31m\"", "[]", "{}", "[{}]",
        "\"file\"", "\"config.json\"", "\"model.safetensors\"", "\"con:\"", "\"sha256:\"", "\"0123456789abcdef0123456789abcdef01234567\"", "{\"oid\":1}", "{\"oid\":\"x\",\"size\":-9}",
    ];

    private static readonly string[] Heads =
    [
        "", "Link: <>; rel=\"next\"\r\n", "Link: <http://[>; rel=\"next\"\r\n", "Link: </api>; rel=next\r\n", "Link: <javascript:x>; rel=\"next\"\r\n", "Content-Encoding: gzip\r\n", "Content-Encoding: br\r\n",
        "Retry-After: -1\r\n", "Retry-After: 99999999999999999999\r\n", "RateLimit: \"api\";r=0;t=9999999\r\n", "Location: http://[\r\n", "Location: //\r\n", "Location: \r\n", "X-Error-Code: GatedRepo\r\n",
        "X-Error-Code: \u001b[2J\r\n", "X-Error-Message: \u001b]0;x\u0007\r\n", "X-Repo-Commit: \r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n", "Content-Type: text/html; charset=utf-99\r\n",
    ];

    private static readonly string[] Statuses = ["200 OK", "200 OK", "200 OK", "200 OK", "204 No", "206 Part", "301 To", "302 To", "307 To", "400 Bad", "401 No", "403 No", "404 No", "418 Tea", "999 Odd", "000 Odd", "abc"];

    public static byte[] Revision(Random random) => Answer(random, $$"""{"id":{{Value(random, "\"org/target\"")}},"sha":{{Value(random, $"\"{RepositoryText.Commit}\"")}},"gated":{{Value(random, "false")}},"siblings":[]}""");

    public static byte[] Tree(Random random)
    {
        var files = Enumerable.Range(0, random.Next(4)).Select(index => $$"""
            {"type":{{Value(random, "\"file\"")}},"path":{{Value(random, index == 0 ? "\"config.json\"" : "\"model.safetensors\"")}},"size":{{Value(random, "10")}},"oid":{{Value(random, "\"0123456789abcdef0123456789abcdef01234567\"")}},"lfs":{{Value(random, "null")}},"xetHash":{{Value(random, "null")}}}
            """);
        return Answer(random, $"[{string.Join(',', files)}]");
    }

    private static string Value(Random random, string honest) => random.Next(6) == 0 ? Values[random.Next(Values.Length)] : honest;

    private static byte[] Answer(Random random, string body)
    {
        var bytes = Damage(random, Encoding.UTF8.GetBytes(body));
        var head = random.Next(3) == 0 ? Heads[random.Next(Heads.Length)] : "";

        // Most heads are those of an answer, so that the bodies are read at all.
        var status = random.Next(4) == 0 ? Statuses[random.Next(Statuses.Length)] : "200 OK";
        var length = random.Next(20) == 0 ? random.Next(100_000) : bytes.Length;
        return random.Next(50) == 0
            ? Damage(random, Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"))
            : [.. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n")), .. bytes];
    }

    private static byte[] Damage(Random random, byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        switch (random.Next(8))
        {
            case 0: bytes[random.Next(bytes.Length)] = (byte)random.Next(256); break;
            case 1: return bytes[..random.Next(bytes.Length)];
            case 2: return [.. bytes, .. bytes];
            case 3: return [.. Enumerable.Repeat((byte)'[', random.Next(2_000)), .. bytes];
            default: break;
        }

        return bytes;
    }
}
