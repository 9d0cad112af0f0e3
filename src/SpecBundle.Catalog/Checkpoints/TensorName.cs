using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The part that a tensor plays, whatever its layer and whatever the model is wrapped in.</summary>
internal static class TensorName
{
    private const string Layers = "layers.";
    private static readonly string[] Wrappings = ["language_model.model.", "model.language_model.", "model.", "language_model."];

    /// <summary>Writes the name without wrapping and with a star for each number, for example <c>layers.*.self_attn.q_proj.weight</c>. A large model has a hundred thousand of them, so that none is made a text.</summary>
    /// <param name="name">The name.</param>
    /// <param name="part">Is written to; at least as long as the name.</param>
    /// <returns>What was written.</returns>
    public static ReadOnlySpan<char> PartOf(ReadOnlySpan<char> name, Span<char> part)
    {
        name = Unwrapped(name);
        var written = 0;
        for (var index = 0; index < name.Length; index++)
        {
            var digits = index > 0 && name[index - 1] == '.' ? name[index..].IndexOfAnyExceptInRange('0', '9') : 0;
            if (digits > 0 && name[index + digits] == '.')
            {
                part[written++] = '*';
                index += digits - 1;
            }
            else
            {
                part[written++] = name[index];
            }
        }

        return part[..written];
    }

    /// <summary>The number of the language model's layer that it belongs to, from 0; null where its name says none.</summary>
    public static int? LayerOf(ReadOnlySpan<char> name)
    {
        name = Unwrapped(name);
        if (!name.StartsWith(Layers, StringComparison.Ordinal))
        {
            return null;
        }

        var number = name[Layers.Length..];
        return number.IndexOf('.') is var end and > 0 && int.TryParse(number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : null;
    }

    private static ReadOnlySpan<char> Unwrapped(ReadOnlySpan<char> name)
    {
        foreach (var wrapping in Wrappings)
        {
            if (name.StartsWith(wrapping, StringComparison.Ordinal))
            {
                return name[wrapping.Length..];
            }
        }

        return name;
    }
}
