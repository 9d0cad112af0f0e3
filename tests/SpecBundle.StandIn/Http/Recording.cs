using System.Text.Json;

namespace SpeculativeDecoding.StandIn;

/// <summary>A recorded response: its bytes, and when how many of them had come.</summary>
internal sealed record Recording(byte[] Response, IReadOnlyList<(TimeSpan Time, int Bytes)> Reads)
{
    public static Recording Load(string folder, string name)
    {
        var response = File.ReadAllBytes(Path.Combine(folder, name + ".response"));
        var request = Path.Combine(folder, name + ".request.json");
        return new Recording(response, File.Exists(request) ? LoadReads(request) : []);
    }

    private static List<(TimeSpan Time, int Bytes)> LoadReads(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var reads = new List<(TimeSpan Time, int Bytes)>();
        foreach (var read in document.RootElement.GetProperty("recv").EnumerateArray())
        {
            if (read[0].ValueKind == JsonValueKind.Number)
            {
                reads.Add((TimeSpan.FromSeconds(read[0].GetDouble()), read[1].GetInt32()));
            }
        }

        return reads;
    }
}
