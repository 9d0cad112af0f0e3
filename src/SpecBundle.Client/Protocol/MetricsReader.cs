using System.Buffers.Text;

namespace SpeculativeDecoding;

/// <summary>Reads counters out of Prometheus' text, which <c>/metrics</c> answers with.</summary>
internal static class MetricsReader
{
    /// <summary>A counter over all its labels; null where the text does not have it, or has it with anything but a number.</summary>
    public static double? Sum(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        double? sum = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            if (line.StartsWith(name) && line.Length > name.Length && line[name.Length] is (byte)'{' or (byte)' ')
            {
                // A label may hold a blank or a brace; the value follows the last of them.
                var labels = line.LastIndexOf((byte)'}');
                var value = line[(labels < 0 ? name.Length : labels + 1)..].TrimStart((byte)' ');
                if (!Utf8Parser.TryParse(value, out double number, out _) || !double.IsFinite(number))
                {
                    // The others alone would be a sum of something else.
                    return null;
                }

                sum = (sum ?? 0) + number;
            }
        }

        return sum;
    }
}
