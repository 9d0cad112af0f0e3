using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SpeculativeDecoding;

/// <summary>The released target/draft pairs: one property each, and <see cref="Tiny"/>, our own small pair for machines without a GPU.</summary>
public static partial class Catalog
{
    /// <summary>All pairs, by id; <see cref="Tiny"/> is the last.</summary>
    public static IReadOnlyList<ModelPair> All => Listing.Pairs;

    /// <summary>The pair with that id, property name or target repository; case and punctuation do not matter.</summary>
    /// <param name="idOrTarget">For example <c>qwen3-30b</c>, <c>Qwen3_30B</c> or <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="UnknownPairException">No pair has that name; the message gives the nearest ones.</exception>
    public static ModelPair Find(string idOrTarget) =>
        TryFind(idOrTarget, out var pair) ? pair : throw new UnknownPairException(idOrTarget, Nearest(idOrTarget));

    /// <summary>The pair with that id, property name or target repository; case and punctuation do not matter.</summary>
    /// <param name="idOrTarget">For example <c>qwen3-30b</c>, <c>Qwen3_30B</c> or <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>.</param>
    /// <param name="pair">The pair; null when none has that name.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(string idOrTarget, [NotNullWhen(true)] out ModelPair? pair)
    {
        ArgumentNullException.ThrowIfNull(idOrTarget);
        var wanted = Squeeze(idOrTarget);
        pair = wanted.Length == 0 ? null : All.FirstOrDefault(candidate => Names(candidate).Any(name => Squeeze(name) == wanted));
        return pair is not null;
    }

    private static IEnumerable<string> Names(ModelPair pair) => [pair.Id, pair.Target.Repository, .. pair.Target.OtherNames];

    private static IReadOnlyList<string> Nearest(string name) =>
        [.. NearestNames.Of(name, All.SelectMany(Names)).Select(near => All.First(pair => Names(pair).Contains(near)).Id).Distinct()];

    private static string Squeeze(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));

    // In a class of its own, so that it is filled after every property of the catalog.
    private static class Listing
    {
        internal static readonly IReadOnlyList<ModelPair> Pairs =
        [
            .. typeof(Catalog).GetProperties(BindingFlags.Public | BindingFlags.Static)
                .Where(property => property.PropertyType == typeof(ModelPair))
                .Select(property => (ModelPair)property.GetValue(null)!)
                .OrderBy(pair => pair.Id, StringComparer.Ordinal),
        ];
    }
}
