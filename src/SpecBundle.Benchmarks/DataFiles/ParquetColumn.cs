using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>One flat column of a row group, and the entry it stands at.</summary>
/// <param name="depth">How deep an entry with a value is defined.</param>
/// <param name="write">Writes a value by its number; values are stored without nulls.</param>
/// <param name="definitions">How deep each entry is defined; null when each has a value.</param>
/// <param name="repetitions">At which list each entry repeats; null outside lists.</param>
/// <param name="count">How many entries there are.</param>
internal sealed class ParquetColumn(int depth, Action<Utf8JsonWriter, int> write, int[]? definitions, int[]? repetitions, int count)
{
    private int _entry;
    private int _value;

    /// <summary>How deep the entry is defined.</summary>
    public int Definition => definitions?[_entry] ?? 0;

    /// <summary>At which list the entry repeats; 0 starts a row.</summary>
    public int Repetition => repetitions?[_entry] ?? 0;

    /// <summary>Whether all entries are behind. Only a column with lists needs to know.</summary>
    public bool AtEnd => repetitions is null || _entry == repetitions.Length;

    /// <summary>How many entries are left.</summary>
    public int Left => count - _entry;

    /// <summary>Writes the entry, null where it has no value, and goes on to the next.</summary>
    public void WriteNext(Utf8JsonWriter json)
    {
        if (Definition == depth)
        {
            write(json, _value++);
        }
        else
        {
            json.WriteNullValue();
        }

        _entry++;
    }

    /// <summary>Passes over an entry that holds no value.</summary>
    public void Skip() => _entry++;
}
