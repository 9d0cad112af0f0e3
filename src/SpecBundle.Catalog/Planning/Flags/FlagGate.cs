namespace SpeculativeDecoding;

/// <summary>The one gate that every argument of a plan passes: the flag as the planned server spells it, and values that it takes.</summary>
internal sealed class FlagGate(FlagSet flags, PlanReport report)
{
    /// <summary>Whose flags they are, for messages: <c>SGLang 0.5.17</c>.</summary>
    public string Server => flags.Server;

    public bool Has(ServerSetting setting) => flags.Spell(setting.Flag) is not null;

    public bool HasAlgorithm(SpeculativeAlgorithm algorithm) => flags.HasAlgorithm(algorithm);

    /// <summary>Whether the server is that release or a later one.</summary>
    public bool Reaches(SglangRelease release) => flags.Reaches(release);

    /// <summary>Whether a flag, under any of its names, is that of the setting.</summary>
    public bool Is(string flag, ServerSetting setting) => flags.SpellingsOf(setting.Flag).Contains(flag);

    /// <summary>The flag as this server spells it; null after a problem was reported: it lacks the flag, or does not take the value.</summary>
    public string? Admit(ServerSetting setting, string? value)
    {
        if (flags.Spell(setting.Flag) is not { } flag)
        {
            FlagCheck.ReportMissing(setting.Flag, flags, report);
            return null;
        }

        return FlagValueCheck.Accepts(flag, flags.Find(flag), value is null ? [] : [value], flags, report) ? flag : null;
    }

    /// <summary>The variable that stands for the value of a flag; null where the value is no secret.</summary>
    public string? SecretVariableOf(string flag) => flags.SecretVariableOf(flag);

    /// <summary>What the user typed, checked alike.</summary>
    public UserArguments Parse(IEnumerable<string> elements) => UserArguments.Parse(elements, flags, report);
}
