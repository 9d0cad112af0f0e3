using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>Rotary positions: the base, and Llama 3's stretching of long wavelengths where a model has it.</summary>
internal sealed record RopeConfiguration(float Theta, RopeConfiguration.Llama3Scaling? Scaling)
{
    /// <exception cref="ModelLoadException">It asks for positions that this engine does not compute.</exception>
    public static RopeConfiguration Read(ConfigurationValues values)
    {
        // Newer files keep both in rope_parameters, older ones apart.
        var newer = values.Member("rope_parameters") is { ValueKind: JsonValueKind.Object } parameters ? values.In(parameters) : null;
        var older = values.Member("rope_scaling") is { ValueKind: JsonValueKind.Object } scaling ? values.In(scaling) : null;
        var (apart, within) = (values.Number("rope_theta"), newer?.Number("rope_theta"));
        if (apart is not null && within is not null && apart != within)
        {
            throw values.Refusal(FormattableString.Invariant($"rope_theta is {apart}, and {within} in rope_parameters."));
        }

        if (values.Member("rope_is_neox_style").ValueKind == JsonValueKind.False || values.IsSet("rope_interleaved"))
        {
            throw values.Refusal("the positions turn neighbouring elements (rope_is_neox_style, rope_interleaved); this engine turns the halves of a head.");
        }

        if ((values.Number("partial_rotary_factor") ?? newer?.Number("partial_rotary_factor")) is { } part and not 1)
        {
            throw values.Refusal(FormattableString.Invariant($"partial_rotary_factor is {part}; this engine turns the whole of a head."));
        }

        var theta = apart ?? within ?? 10_000f;
        return (older ?? newer) is { } given ? new(theta, ReadScaling(given)) : new(theta, null);
    }

    private static Llama3Scaling? ReadScaling(ConfigurationValues given)
    {
        var kind = given.Text("rope_type") ?? given.Text("type");
        switch (kind)
        {
            case null when given.Says("factor"):
                throw given.Refusal("rope scaling has a factor and no rope_type.");
            case null or "default":
                return null;
            case "llama3":
                float Needed(string name) => given.Number(name) ?? throw given.Refusal($"rope scaling 'llama3' has no {name}.");
                return new(Needed("factor"), Needed("low_freq_factor"), Needed("high_freq_factor"), Needed("original_max_position_embeddings"));
            default:
                throw given.Refusal($"rope scaling '{Printable.Name(kind)}' is not one that this engine knows (default, llama3).");
        }
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
