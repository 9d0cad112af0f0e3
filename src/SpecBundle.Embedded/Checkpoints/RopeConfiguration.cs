using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Rotary positions: the base, and Llama 3's stretching of long wavelengths where a model has it.</summary>
internal sealed record RopeConfiguration(float Theta, RopeConfiguration.Llama3Scaling? Scaling)
{
    public static RopeConfiguration Read(string path, JsonElement root)
    {
        // Newer files keep both in rope_parameters, older ones apart.
        var parameters = root.TryGetProperty("rope_parameters", out var newer) && newer.ValueKind == JsonValueKind.Object ? newer : (JsonElement?)null;
        var theta = Number(root, "rope_theta") ?? (parameters is { } both ? Number(both, "rope_theta") : null) ?? 10_000f;
        var scaling = root.TryGetProperty("rope_scaling", out var older) && older.ValueKind == JsonValueKind.Object ? older : parameters;
        if (scaling is not { } given)
        {
            return new RopeConfiguration(theta, null);
        }

        var kind = given.TryGetProperty("rope_type", out var type) || given.TryGetProperty("type", out type) ? type.GetString() : null;
        return kind switch
        {
            null or "default" => new RopeConfiguration(theta, null),
            "llama3" => new RopeConfiguration(theta, new Llama3Scaling(
                Number(given, "factor") ?? 8,
                Number(given, "low_freq_factor") ?? 1,
                Number(given, "high_freq_factor") ?? 4,
                Number(given, "original_max_position_embeddings") ?? 8192)),
            _ => throw new ModelLoadException(path, $"rope scaling '{kind}' is not one that this engine knows (default, llama3)."),
        };
    }

    /// <summary>The frequency of each pair of a head's elements.</summary>
    public float[] Frequencies(int headSize)
    {
        var frequencies = new float[headSize / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = 1.0 / Math.Pow(Theta, 2.0 * i / headSize);
            frequencies[i] = (float)(Scaling?.Stretch(frequency) ?? frequency);
        }

        return frequencies;
    }

    private static float? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetSingle() : null;

    public sealed record Llama3Scaling(float Factor, float LowFactor, float HighFactor, float OriginalContext)
    {
        public double Stretch(double frequency)
        {
            var wavelength = 2 * Math.PI / frequency;
            if (wavelength < OriginalContext / HighFactor)
            {
                return frequency;
            }

            if (wavelength > OriginalContext / LowFactor)
            {
                return frequency / Factor;
            }

            var smooth = ((OriginalContext / wavelength) - LowFactor) / (HighFactor - LowFactor);
            return ((1 - smooth) * frequency / Factor) + (smooth * frequency);
        }
    }
}
