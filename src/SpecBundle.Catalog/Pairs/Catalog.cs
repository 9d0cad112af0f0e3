using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SpeculativeDecoding;

/// <summary>The released target/draft pairs: one property each, and <see cref="Tiny"/>, our own small pair for machines without a GPU.</summary>
public static partial class Catalog
{
    /// <summary>All pairs, by id; <see cref="Tiny"/> is the last.</summary>
    public static IReadOnlyList<ModelPair> All => Listing.Pairs;

    /// <summary>The pair with that id, property name or target. Where a target has several drafts, <c>target + draft</c> names one pair. Case and punctuation do not matter.</summary>
    /// <param name="name">For example <c>qwen3-30b</c>, <c>Qwen3_30B</c>, <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>, or that and <c> + </c> and the draft's repository.</param>
    /// <returns>The pair.</returns>
    /// <exception cref="UnknownPairException">No pair has that name; the message gives the nearest ones.</exception>
    /// <exception cref="AmbiguousPairException">Several pairs have that target; the message gives their ids.</exception>
    public static ModelPair Find(string name) => Listing.Index.Find(name);

    /// <summary>The pair with that id, property name or target. Where a target has several drafts, <c>target + draft</c> names one pair. Case and punctuation do not matter.</summary>
    /// <param name="name">For example <c>qwen3-30b</c>, <c>Qwen3_30B</c>, <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>, or that and <c> + </c> and the draft's repository.</param>
    /// <param name="pair">The pair; null when none has that name, or several have.</param>
    /// <returns>Whether there is exactly one.</returns>
    public static bool TryFind(string name, [NotNullWhen(true)] out ModelPair? pair) => Listing.Index.TryFind(name, out pair);

    /// <summary>All pairs of a target, one for each draft. Case and punctuation do not matter.</summary>
    /// <param name="target">The target's repository, under its present name or an earlier one, for example <c>Qwen/Qwen3-30B-A3B-Instruct-2507</c>.</param>
    /// <returns>The pairs, by id; empty where the catalog has no such target.</returns>
    public static IReadOnlyList<ModelPair> FindByTarget(string target) => Listing.Index.FindByTarget(target);

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

        internal static readonly PairIndex Index = new(Pairs);
    }
}
