using System.Security.Cryptography;
using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Digests by which a later session, or a comparison, sees that a prompt is another one in spite of its id.</summary>
internal static class PromptHash
{
    /// <summary>Of what is asked. 16 hexadecimal digits: enough to tell the prompts of a run apart.</summary>
    public static string Of(BenchmarkPrompt prompt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, [prompt.System, prompt.Raw, Text(prompt.MaxNewTokens)]);
        Append(hash, prompt.Turns);
        Append(hash, prompt.History.SelectMany(message => (IEnumerable<string>)[message.Role, message.Content]));
        foreach (var image in prompt.Images ?? [])
        {
            Append(hash, [Convert.ToHexString(SHA256.HashData(image))]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>Of a workload's prompts, whatever their order: also how they are scored, grouped and timed.</summary>
    public static string Of(IEnumerable<BenchmarkPrompt> prompts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var prompt in prompts.OrderBy(prompt => prompt.Id, StringComparer.Ordinal))
        {
            Append(hash, [prompt.Id, Of(prompt), prompt.Category, prompt.Reference, prompt.ArrivalSeconds?.ToString("R", System.Globalization.CultureInfo.InvariantCulture)]);
            Append(hash, prompt.Tests is { } tests ? [tests.Code, .. tests.Cases.Select(item => item.ToString())] : []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Each list with its length, each text with its own: no two lists run together into the same bytes.</summary>
    private static void Append(IncrementalHash hash, IEnumerable<string?> texts)
    {
        var all = texts.ToList();
        hash.AppendData(BitConverter.GetBytes(all.Count));
        foreach (var text in all)
        {
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            hash.AppendData(BitConverter.GetBytes(text is null ? -1 : bytes.Length));
            hash.AppendData(bytes);
        }
    }

    private static string? Text(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
