using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>Makes hostile files of sound ones: bytes changed, cut out, doubled, moved, and words that readers have stumbled over.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "\0", "\"", "\\", "{", "}", "[", "]", "[[[[[[[[", ",", "\n", "\r\n", "null", "true", "NaN", "-Infinity", "1e999", "-1", "0", "2147483648", "9223372036854775808", "1.5", "\\ud800", "\\u0000",
            "\"images\":[\"/etc/passwd\"],", "\"prompt\":1,", "\"messages\":[1],", "\"turns\":[null],", "\"max_new_tokens\":-3,", "\"id\":{},", "{\"a\":", "data:image/png;base64,", "../../", "PAR1", "\uFEFF",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0x1F, 0x8B, 8], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0x80, 0x80, 0x80, 0x04],
    ];

    private readonly Random _random = new(seed);

    public byte[] Mutate(byte[] seed)
    {
        var bytes = new List<byte>(seed);
        for (var times = 1 + _random.Next(4); times > 0; times--)
        {
            var at = _random.Next(bytes.Count + 1);
            var length = Math.Min(1 + (int)Math.Pow(2, _random.NextDouble() * 8), bytes.Count - at);
            switch (_random.Next(8))
            {
                case 0 or 1 when at < bytes.Count:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 5:
                    bytes.RemoveRange(at, _random.Next(3) == 0 ? bytes.Count - at : length);
                    break;
                case 6 when seed.Length > 1:
                    var from = _random.Next(seed.Length);
                    bytes.InsertRange(at, seed.AsSpan(from, _random.Next(Math.Min(200, seed.Length - from))).ToArray());
                    break;
                default:
                    bytes.InsertRange(at, Words[_random.Next(Words.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
