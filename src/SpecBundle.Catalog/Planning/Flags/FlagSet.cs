namespace SpeculativeDecoding;

/// <summary>The flags of one server: a release of SGLang, or the embedded server.</summary>
internal sealed class FlagSet
{
    private readonly IReadOnlyDictionary<string, FlagRow> _flags;

    public FlagSet(string server, IEnumerable<FlagRow> flags, IReadOnlyDictionary<string, FlagRow> elsewhere)
    {
        Server = server;
        _flags = flags.ToDictionary(flag => flag.Name, StringComparer.Ordinal);
        Elsewhere = elsewhere;
    }

    /// <summary>Whose flags they are, for messages: <c>SGLang 0.5.17</c>.</summary>
    public string Server { get; }

    /// <summary>Flags of other releases.</summary>
    public IReadOnlyDictionary<string, FlagRow> Elsewhere { get; }

    /// <summary>Which flags were renamed or replaced.</summary>
    public FlagSuccessors Successors { get; init; } = FlagSuccessors.Sglang;

    /// <summary>What to say about the release; null where it was looked at.</summary>
    public string? Note { get; init; }

    /// <summary>Flags that nobody has heard of pass with a note, because the release was not looked at.</summary>
    public bool LetsUnknownThrough { get; init; }

    /// <summary>Whether the recorded choices are those of this release.</summary>
    public bool KnowsChoices { get; init; }

    /// <summary>Whether the server has a speculative algorithm; one that nobody has heard of is taken to be there.</summary>
    public Func<SpeculativeAlgorithm, bool> HasAlgorithm { get; init; } = _ => true;

    /// <summary>Whether the server is that release or a later one.</summary>
    public Func<SglangRelease, bool> Reaches { get; init; } = _ => true;

    /// <summary>Whether a flag of this set is sure to be there: between two releases that were looked at, only what both have.</summary>
    public Func<FlagRow, bool> IsSure { get; init; } = _ => true;

    public IEnumerable<string> Names => _flags.Keys;

    public FlagRow? Find(string flag) => _flags.GetValueOrDefault(flag);

    public bool Has(string flag) => _flags.ContainsKey(flag);

    /// <summary>The flag under the name that this server knows, the newest first among those that are sure; null where it has none.</summary>
    public string? Spell(string flag)
    {
        List<string> names = [.. Successors.Of(flag) is { SameMeaning: true } successor ? [successor.New] : Array.Empty<string>(), flag, .. Successors.EarlierNamesOf(flag)];
        return names.Find(name => Find(name) is { } row && IsSure(row)) ?? names.Find(Has);
    }

    /// <summary>All spellings of one setting: aliases, opposites, earlier and later names.</summary>
    public IReadOnlySet<string> SpellingsOf(string flag)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>([flag]);
        while (waiting.TryPop(out var name))
        {
            if (!names.Add(name))
            {
                continue;
            }

            foreach (var other in (Find(name) ?? Elsewhere.GetValueOrDefault(name))?.Aliases ?? [])
            {
                waiting.Push(other);
            }

            foreach (var other in Successors.OtherNamesOf(name))
            {
                waiting.Push(other);
            }
        }

        return names;
    }

    /// <summary>The variable that stands for the value of a flag; null where the value is no secret.</summary>
    public string? SecretVariableOf(string flag) => ServerSetting.Secrets.FirstOrDefault(setting => SpellingsOf(setting.Flag).Contains(flag))?.SecretVariable;
}
