namespace SpeculativeDecoding;

/// <summary>The flags of one server: a release of SGLang, or the embedded server.</summary>
internal sealed class FlagSet
{
    private readonly IReadOnlyDictionary<string, FlagRow> _flags;

    internal FlagSet(string server, IEnumerable<FlagRow> flags, IReadOnlyDictionary<string, FlagRow> elsewhere)
    {
        Server = server;
        _flags = flags.ToDictionary(flag => flag.Name, StringComparer.Ordinal);
        Elsewhere = elsewhere;
    }

    /// <summary>Whose flags they are, for messages: <c>SGLang 0.5.17</c>.</summary>
    internal string Server { get; }

    /// <summary>Flags of other releases.</summary>
    internal IReadOnlyDictionary<string, FlagRow> Elsewhere { get; }

    /// <summary>What to say about the release; null where it was looked at.</summary>
    internal string? Note { get; init; }

    /// <summary>Flags that nobody has heard of pass with a note, because the release was not looked at.</summary>
    internal bool LetsUnknownThrough { get; init; }

    /// <summary>Whether the recorded choices are those of this release.</summary>
    internal bool KnowsChoices { get; init; }

    internal IEnumerable<string> Names => _flags.Keys;

    internal FlagRow? Find(string flag) => _flags.GetValueOrDefault(flag);

    internal bool Has(string flag) => _flags.ContainsKey(flag);

    /// <summary>The flag under the name that this server knows, the newest first; null where it has none.</summary>
    internal string? Spell(string flag)
    {
        if (FlagSuccessors.Of(flag) is { SameMeaning: true } successor && Has(successor.New))
            return successor.New;
        return Has(flag) ? flag : FlagSuccessors.EarlierNamesOf(flag).FirstOrDefault(Has);
    }

    /// <summary>All spellings of one setting: aliases, opposites, earlier and later names.</summary>
    internal IReadOnlySet<string> SpellingsOf(string flag)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>([flag]);
        while (waiting.TryPop(out var name))
        {
            if (!names.Add(name))
                continue;
            foreach (var other in (Find(name) ?? Elsewhere.GetValueOrDefault(name))?.Aliases ?? [])
                waiting.Push(other);
            foreach (var successor in FlagSuccessors.All.Where(successor => successor.SameMeaning && (successor.Old == name || successor.New == name)))
                waiting.Push(successor.Old == name ? successor.New : successor.Old);
        }

        return names;
    }
}
