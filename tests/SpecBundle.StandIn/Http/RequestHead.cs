using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SpeculativeDecoding.StandIn;

/// <summary>A request as it came: method, path, headers and body.</summary>
internal sealed record RequestHead(string Method, string Path, string? Authorization, string Body)
{
    public static async Task<RequestHead?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one).ConfigureAwait(false) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n");
        var first = lines[0].Split(' ');
        var body = await ReadBodyAsync(stream, lines).ConfigureAwait(false);
        return new RequestHead(first[0], first[1], Header(lines, "authorization"), Encoding.UTF8.GetString(body));
    }

    private static async Task<byte[]> ReadBodyAsync(NetworkStream stream, string[] lines)
    {
        if (Header(lines, "transfer-encoding") is not null)
        {
            throw new NotSupportedException("A chunked request is not expected.");
        }

        var body = new byte[int.Parse(Header(lines, "content-length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body).ConfigureAwait(false);
        return body;
    }

    private static bool EndsHead(List<byte> head) => head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];

    private static string? Header(string[] lines, string name) => lines
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
