using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Reads a setting from a typed option or a free argument, and reports where the two contradict each other.</summary>
internal sealed class SettingReader(UserArguments user, PlanReport report)
{
    public int? Number(ServerSetting setting, int? option, string optionName, int least = 1, int most = int.MaxValue)
    {
        var (flag, written) = (setting.Flag, user.Take(setting));
        int? free = written is null ? null
            : int.TryParse(written.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
            : Refuse<int>($"{written.Flag} takes a whole number, not '{written.Text}'.", $"Give a number of at least {least}.");
        var value = Merge(flag, free, option, optionName);
        return value is { } known && (known < least || known > most)
            ? Refuse<int>($"{flag} is {known}.", $"It must be between {least} and {most}.")
            : value;
    }

    public double? Fraction(ServerSetting setting, double? option, string optionName)
    {
        var (flag, written) = (setting.Flag, user.Take(setting));
        double? free = written is null ? null
            : double.TryParse(written.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : Refuse<double>($"{written.Flag} takes a number, not '{written.Text}'.", "Give a number between 0 and 1.");
        var value = Merge(flag, free, option, optionName);
        return value is { } known && !(known > 0 && known < 1)
            ? Refuse<double>(FormattableString.Invariant($"{flag} is {known}."), "It must be between 0 and 1.")
            : value;
    }

    public string? Text(ServerSetting setting, string? option, string optionName)
    {
        var free = user.Take(setting)?.Text;
        if (free is null || option is null || free == option)
        {
            return free ?? option;
        }

        Contradiction(setting.Flag, optionName);
        return option;
    }

    public void Contradiction(string flag, string optionName) =>
        report.Problem($"The free argument {flag} contradicts {optionName}.", "Give one of the two.");

    private T? Merge<T>(string flag, T? free, T? option, string optionName)
        where T : struct, IEquatable<T>
    {
        if (free is { } written && option is { } typed && !written.Equals(typed))
        {
            Contradiction(flag, optionName);
        }

        return option ?? free;
    }

    private T? Refuse<T>(string message, string remedy)
        where T : struct
    {
        report.Problem(message, remedy);
        return null;
    }
}
