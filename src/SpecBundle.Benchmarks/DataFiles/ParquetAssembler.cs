using System.Text.Json;
using Parquet.Schema;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Puts one value of a nested field together from the flat columns under it. Parquet stores with each entry how deep
/// it is defined and at which list it repeats (Melnik et al., "Dremel", 2010); each column stands at its next entry.
/// </summary>
internal sealed class ParquetAssembler(Dictionary<DataField, ParquetColumn> columns, Utf8JsonWriter json, int longest)
{
    /// <summary>Writes the field's value at the columns' places and moves them behind it.</summary>
    /// <exception cref="FormatException">The row is longer than is read.</exception>
    public void Write(Field field)
    {
        switch (field)
        {
            case DataField { IsArray: true } data:
                WriteList(data, data.MaxDefinitionLevel, false, () => WriteValue(data));
                break;
            case DataField data:
                WriteValue(data);
                break;
            case StructField group:
                WriteStruct(group, group.Fields);
                break;
            case ListField list:
                WriteList(list, list.MaxDefinitionLevel, list.IsNullable, () => Write(list.Item));
                break;
            case MapField map:
                WriteList(map, map.MaxDefinitionLevel, map.IsNullable, () => WriteMembers([map.Key, map.Value]));
                break;
            default:
                throw new DatasetException($"The parquet field {field.Path} is of a kind ({field.SchemaType}) that is not read.");
        }
    }

    private void WriteValue(DataField data)
    {
        columns[data].WriteNext(json);

        // Many values may stand for one that is stored once.
        if (json.BytesCommitted + json.BytesPending > longest)
        {
            throw new FormatException($"a row is longer than {ByteSize.Format(longest)}");
        }
    }

    private void WriteStruct(StructField group, IReadOnlyList<Field> members)
    {
        if (group.IsNullable && First(group).Definition < group.MaxDefinitionLevel)
        {
            WriteAbsent(group);
        }
        else
        {
            WriteMembers(members);
        }
    }

    private void WriteMembers(IReadOnlyList<Field> members)
    {
        json.WriteStartObject();
        foreach (var member in members)
        {
            json.WritePropertyName(member.Name);
            Write(member);
        }

        json.WriteEndObject();
    }

    private void WriteList(Field list, int present, bool nullable, Action writeItem)
    {
        var first = First(list);
        if (nullable && first.Definition < present - 1)
        {
            WriteAbsent(list);
            return;
        }

        json.WriteStartArray();
        if (first.Definition < present)
        {
            foreach (var leaf in Leaves(list))
            {
                columns[leaf].Skip();
            }
        }
        else
        {
            do
            {
                writeItem();
            }
            while (!first.AtEnd && first.Repetition == list.MaxRepetitionLevel);
        }

        json.WriteEndArray();
    }

    private void WriteAbsent(Field field)
    {
        json.WriteNullValue();
        foreach (var leaf in Leaves(field))
        {
            columns[leaf].Skip();
        }
    }

    private ParquetColumn First(Field field) => columns[Leaves(field).First()];

    private static IEnumerable<DataField> Leaves(Field field) => field switch
    {
        DataField data => [data],
        StructField group => group.Fields.SelectMany(Leaves),
        ListField list => Leaves(list.Item),
        MapField map => Leaves(map.Key).Concat(Leaves(map.Value)),
        _ => [],
    };
}
