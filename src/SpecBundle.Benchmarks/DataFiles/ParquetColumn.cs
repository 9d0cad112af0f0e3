using System.Text.Json;
using Parquet.Data;
using Parquet.Schema;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>One flat column of a row group, and the entry it stands at.</summary>
internal sealed class ParquetColumn(DataField field, RawColumnData data) : IDisposable
{
    private readonly Action<Utf8JsonWriter, int> _write = ParquetValues.Writer(field, data);
    private readonly int[]? _definitions = field.MaxDefinitionLevel > 0 ? data.DefinitionLevels.ToArray() : null;
    private readonly int[]? _repetitions = field.MaxRepetitionLevel > 0 ? data.RepetitionLevels.ToArray() : null;
    private int _entry;
    private int _value;

    /// <summary>How deep the entry is defined.</summary>
    public int Definition => _definitions?[_entry] ?? 0;

    /// <summary>At which list the entry repeats; 0 starts a row.</summary>
    public int Repetition => _repetitions?[_entry] ?? 0;

    /// <summary>Whether all entries are behind. Only a column with lists needs to know.</summary>
    public bool AtEnd => _repetitions is null || _entry == _repetitions.Length;

    /// <summary>Writes the entry, null where it is not defined, and goes on to the next. Values are stored without nulls.</summary>
    public void WriteNext(Utf8JsonWriter json)
    {
        if (Definition == field.MaxDefinitionLevel) _write(json, _value++);
        else json.WriteNullValue();
        _entry++;
    }

    /// <summary>Passes over an entry that holds no value.</summary>
    public void Skip() => _entry++;

    public void Dispose() => data.Dispose();
}
