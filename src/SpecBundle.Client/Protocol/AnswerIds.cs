using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>
/// The ids of an answer, from frames that repeat them all (0.5.0 to 0.5.5 and from 0.5.10 on) or bring only new ones
/// (0.5.6 to 0.5.9, or with incremental output). The count of completion tokens tells which; only new ids are parsed.
/// </summary>
internal sealed class AnswerIds(List<int> all)
{
    public IReadOnlyList<int> All => all;

    /// <summary>Whether frames repeat earlier ids; null while no frame has shown it.</summary>
    public bool? IsCumulative { get; private set; }

    /// <summary>Takes the inside of a JSON array of numbers, appends the new ids, and returns how many they are.</summary>
    public int Accept(ReadOnlySpan<byte> array, int? completionTokens)
    {
        array = array.Trim(" \t\r\n"u8);
        var count = array.IsEmpty ? 0 : array.Count((byte)',') + 1;
        var added = CountNew(array, count, completionTokens);
        if (added == 0)
        {
            return 0;
        }

        var known = all.Count;
        CollectionsMarshal.SetCount(all, known + added);
        var ids = CollectionsMarshal.AsSpan(all)[known..];
        try
        {
            for (var index = added - 1; index >= 0; index--)
            {
                var comma = array.LastIndexOf((byte)',');
                ids[index] = Parse(array[(comma + 1)..]);
                array = array[..Math.Max(comma, 0)];
            }
        }
        catch (JsonException)
        {
            // What can't be read is not part of what had arrived.
            CollectionsMarshal.SetCount(all, known);
            throw;
        }

        return added;
    }

    private int CountNew(ReadOnlySpan<byte> array, int count, int? completionTokens)
    {
        var known = all.Count;
        if (known == 0)
        {
            return count;
        }

        var missing = completionTokens is { } tokens ? Math.Max(tokens - known, 0) : int.MaxValue;
        if (count != missing)
        {
            IsCumulative = count == completionTokens ? true : IsCumulative ?? (count > known && Parse(First(array)) == all[0]);
        }
        else if (count > 0)
        {
            IsCumulative = false;
        }

        // The last frame of an aborted request may repeat one id, so never more than the server counts.
        return Math.Min(missing, IsCumulative == true ? Math.Max(count - known, 0) : count);
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> array) => array.IndexOf((byte)',') is >= 0 and var comma ? array[..comma] : array;

    private static int Parse(ReadOnlySpan<byte> number)
    {
        number = number.Trim(" \t\r\n"u8);
        return Utf8Parser.TryParse(number, out int id, out var read) && read == number.Length
            ? id
            : throw new JsonException("a token id is not a whole number");
    }
}
