using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The four numbers in a record's configuration. A name that is something else has no batch, no baseline and no best.</summary>
internal readonly record struct ConfigurationName(int Batch, int Steps, int TopK, int DraftTokens)
{
    public bool IsBaseline => Steps == 0;

    public string Baseline => string.Create(CultureInfo.InvariantCulture, $"{Batch},0,0,0");

    public static ConfigurationName? Parse(string text)
    {
        var parts = text.Split(',');
        var numbers = new int[4];
        for (var index = 0; index < parts.Length; index++)
        {
            if (parts.Length != 4 || !int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
            {
                return null;
            }
        }

        return new ConfigurationName(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
