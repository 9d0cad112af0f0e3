using System.Diagnostics.CodeAnalysis;

namespace SpeculativeDecoding;

/// <summary>Finds pairs by what identifies them, in any list. Case and punctuation do not matter.</summary>
internal sealed class PairIndex(IReadOnlyList<ModelPair> pairs)
{
    /// <summary>The pair with that id, target, or target and draft.</summary>
    /// <exception cref="UnknownPairException">There is none.</exception>
    /// <exception cref="AmbiguousPairException">There are several.</exception>
    public ModelPair Find(string text) => Matches(text) switch
    {
        [var only] => only,
        [] => throw new UnknownPairException(text, Nearest(text)),
        var several => throw new AmbiguousPairException(text, [.. several.Select(pair => pair.Id)]),
    };

    public bool TryFind(string text, [NotNullWhen(true)] out ModelPair? pair)
    {
        pair = Matches(text) is [var only] ? only : null;
        return pair is not null;
    }

    public IReadOnlyList<ModelPair> FindByTarget(string target) => Where(target, TargetNames);

    // An id names one pair, whatever else is called so; a target names all its pairs.
    private IReadOnlyList<ModelPair> Matches(string text)
    {
        Func<ModelPair, IEnumerable<string>>[] kinds = [pair => [pair.Id], BothNames, TargetNames];
        return kinds.Select(names => Where(text, names)).FirstOrDefault(matches => matches.Count > 0) ?? [];
    }

    private IReadOnlyList<ModelPair> Where(string text, Func<ModelPair, IEnumerable<string>> names)
    {
        ArgumentNullException.ThrowIfNull(text);
        var wanted = Squeeze(text);
        return wanted.Length == 0 ? [] : [.. pairs.Where(pair => names(pair).Any(name => Squeeze(name) == wanted))];
    }

    private IReadOnlyList<string> Nearest(string text) =>
        [.. NearestNames.Of(text, pairs.SelectMany(Names)).Select(near => pairs.First(pair => Names(pair).Contains(near)).Id).Distinct()];

    private static IEnumerable<string> Names(ModelPair pair) => [pair.Id, .. TargetNames(pair)];

    private static IEnumerable<string> TargetNames(ModelPair pair) => [pair.Target.Repository, .. pair.Target.OtherNames];

    private static IEnumerable<string> BothNames(ModelPair pair) => pair.Draft is not { } draft ? []
        : TargetNames(pair).SelectMany(target => draft.OtherNames.Prepend(draft.Repository).Select(name => $"{target} + {name}"));

    private static string Squeeze(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant));
}
