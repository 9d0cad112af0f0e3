namespace SpeculativeDecoding;

/// <summary>The free arguments of the user, checked against the flags of the server.</summary>
internal sealed class UserArguments
{
    private readonly FlagSet _flags;
    private readonly List<UserArgument> _arguments;

    private UserArguments(FlagSet flags, List<UserArgument> arguments) => (_flags, _arguments) = (flags, arguments);

    /// <summary>What was not taken yet, in the user's order.</summary>
    public IReadOnlyList<UserArgument> Rest => _arguments;

    public static UserArguments Parse(IEnumerable<string> elements, FlagSet flags, PlanReport report)
    {
        var arguments = new List<UserArgument>();
        var waiting = new Queue<string>(elements);
        while (waiting.TryDequeue(out var element))
        {
            if (element.StartsWith("--", StringComparison.Ordinal) && element.Length > 2)
            {
                Add(arguments, ParseOne(element, waiting, flags, report), flags, report);
            }
            else
            {
                report.Problem($"'{Shortened(element)}' belongs to no flag.", "Write flags in full, with two dashes, each followed by its value.");
            }
        }

        return new(flags, arguments);
    }

    /// <summary>The argument under any of its names; null where the user did not give it. It is not in <see cref="Rest"/> afterwards.</summary>
    public UserArgument? Take(ServerSetting setting)
    {
        var taken = Find(setting);
        if (taken is not null)
        {
            _arguments.Remove(taken);
        }

        return taken;
    }

    public UserArgument? Find(ServerSetting setting)
    {
        var names = _flags.SpellingsOf(setting.Flag);
        return _arguments.Find(argument => names.Contains(argument.Flag));
    }

    private static UserArgument? ParseOne(string element, Queue<string> waiting, FlagSet flags, PlanReport report)
    {
        var equals = element.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? element : element[..equals];
        var resolved = FlagCheck.Resolve(name, flags, report);
        var row = resolved is null ? null : flags.Find(resolved);
        var values = new List<string>();
        if (equals >= 0)
        {
            values.Add(element[(equals + 1)..]);
        }

        var most = equals >= 0 ? 0 : row?.Values switch { FlagValues.None => 0, FlagValues.One => 1, _ => int.MaxValue };
        while (values.Count < most && waiting.TryPeek(out var next) && !ArgumentText.LooksLikeFlag(next))
        {
            values.Add(waiting.Dequeue());
        }

        return resolved is null || !FlagValueCheck.Accepts(resolved, row, values, flags, report) ? null : new(resolved, values);
    }

    private static void Add(List<UserArgument> arguments, UserArgument? argument, FlagSet flags, PlanReport report)
    {
        if (argument is null)
        {
            return;
        }

        var names = flags.SpellingsOf(argument.Flag);
        var earlier = arguments.Find(other => names.Contains(other.Flag));
        if (earlier is null)
        {
            arguments.Add(argument);
        }
        else if (earlier.Flag != argument.Flag || !earlier.Values.SequenceEqual(argument.Values))
        {
            report.Problem($"{argument.Flag} is given twice, with different values.", "Give it once.");
        }
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
