using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>A known cause and the text that shows it.</summary>
/// <param name="Id">Its stable name; several rows may share it.</param>
/// <param name="Pattern">What its telling line says. Named groups may be used in the sentences.</param>
/// <param name="Summary">
/// What happened. <c>{name}</c> stands for the pattern's group of that name, <c>{line}</c> for the telling line,
/// <c>{code}</c> and <c>{place}</c> for the statement that failed and where it stands.
/// </param>
/// <param name="Remedy">What to do, with the option or the flag; the same places are filled.</param>
internal sealed record FailureRow(string Id, Regex Pattern, string Summary, string Remedy)
{
    /// <summary>Where it may be looked for.</summary>
    public FailureScope Scope { get; init; } = FailureScope.Anywhere;

    /// <summary>What a frame of the traceback must say, one frame a line; null where any will do. A loose line has no frames.</summary>
    public Regex? Where { get; init; }

    /// <summary>What the log must say elsewhere for it to be this cause; null where the line is enough.</summary>
    public Regex? Context { get; init; }

    /// <summary>How much the text proves.</summary>
    public FailureStrength Strength { get; init; }

    /// <summary>The public reports that it was made from: <c>owner/repository#number</c>.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];
}
