using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The lines of a file of records.</summary>
internal static class LogLines
{
    private const int KnownVersion = 1;

    /// <exception cref="RequestLogException">A line is no record, or not the one that was written.</exception>
    public static async Task<RequestLogContents> ReadAsync(FileStream file, string path, CancellationToken cancellationToken)
    {
        var records = new List<RequestRecord>();
        var notes = new LogNotes();
        var reader = new LineReader(file, DataLimits.LongestPrompt);
        string? torn = null;
        try
        {
            while (torn is null && await NextAsync(reader, cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (reader.IsOpen && TryParse(line.Span) is null)
                {
                    torn = Encoding.UTF8.GetString(line.Span);
                }
                else if (line.Length > 0 && !notes.IsDouble(line.Span, reader.Line))
                {
                    records.Add(Parse(line.Span, notes, reader.Line));
                }
            }
        }
        catch (FormatException error)
        {
            throw new RequestLogException(path, reader.Line, error.Message + ".", error.InnerException);
        }

        return new RequestLogContents { Records = records, TornLine = torn, Notes = notes.All(Path.GetFileName(path), torn) };
    }

    /// <summary>The record in these bytes; null when they are not a whole one.</summary>
    public static RequestRecord? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            return Deserialize(line);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return null;
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> NextAsync(LineReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException) when (reader.IsOpen)
        {
            // The last line, cut in the middle of a character.
            return "\uFFFD"u8.ToArray();
        }
        catch (FormatException error)
        {
            throw new FormatException("is no request record: " + error.Message, error);
        }
    }

    private static RequestRecord? Deserialize(ReadOnlySpan<byte> line)
    {
        JsonEscapes.Check(line);
        return JsonSerializer.Deserialize(line, RequestJson.Readable.RequestRecord);
    }

    private static RequestRecord Parse(ReadOnlySpan<byte> line, LogNotes notes, int number)
    {
        var isRight = LineChecksum.IsRight(line);
        if (isRight == false || (isRight is null && notes.HasChecksums))
        {
            throw new FormatException(isRight is null ? "has no checksum, and lines before it have one: it is not of that run" : "was changed after it was written: its checksum is that of another text");
        }

        RequestRecord? record;
        try
        {
            record = Deserialize(line);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new FormatException($"is no request record: {FaultText.Of(error)}", error);
        }

        var fault = record is null ? "is no request record: it is null"
            : record.FormatVersion > KnownVersion ? string.Create(CultureInfo.InvariantCulture, $"has format {record.FormatVersion}, and this version reads up to {KnownVersion}; read it with the version that wrote it, or a later one")
            : RecordFaults.Impossible(record);
        if (fault is not null)
        {
            throw new FormatException(fault);
        }

        notes.Add(record!, isRight == true, number);
        return isRight == true ? record! : RecordFaults.WithViolations(record!);
    }
}
