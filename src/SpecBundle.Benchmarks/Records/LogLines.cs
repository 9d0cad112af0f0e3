using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The lines of a file of records.</summary>
internal static class LogLines
{
    private const int KnownVersion = 1;

    public static async Task<RequestLogContents> ReadAsync(FileStream file, string path, CancellationToken cancellationToken)
    {
        var records = new List<RequestRecord>();
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var number = 0;
        var line = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        while (line is not null)
        {
            number++;
            var next = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (line.Length > 0)
                {
                    records.Add(Parse(line, path, number));
                }
            }
            catch (JsonException) when (next is null && !EndsWithLineFeed(file))
            {
                return new RequestLogContents { Records = records, TornLine = line };
            }
            catch (JsonException error)
            {
                throw new RequestLogException(path, number, $"is no request record: {error.Message}", error);
            }

            line = next;
        }

        return new RequestLogContents { Records = records };
    }

    /// <summary>The record in these bytes; null when they are not a whole one.</summary>
    public static RequestRecord? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RequestJson.Readable.RequestRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RequestRecord Parse(string line, string path, int number)
    {
        var record = JsonSerializer.Deserialize(line, RequestJson.Readable.RequestRecord) ?? throw new JsonException("The line is null.");
        return record.FormatVersion <= KnownVersion ? record : throw new RequestLogException(path, number, string.Create(
            CultureInfo.InvariantCulture, $"has format {record.FormatVersion}, and this version reads up to {KnownVersion}. Read it with the version that wrote it, or a later one."));
    }

    private static bool EndsWithLineFeed(FileStream file)
    {
        file.Position = Math.Max(0, file.Length - 1);
        return file.ReadByte() == '\n';
    }
}
