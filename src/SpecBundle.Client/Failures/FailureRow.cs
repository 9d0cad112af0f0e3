using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>A known cause and the text that shows it.</summary>
/// <param name="Id">Its stable name.</param>
/// <param name="Pattern">What its telling line says.</param>
/// <param name="Summary">What happened.</param>
/// <param name="Remedy">What to do, with the option or the flag.</param>
/// <param name="Context">What the log must say elsewhere for it to be this cause; null where the line is enough.</param>
internal sealed record FailureRow(string Id, Regex Pattern, string Summary, string Remedy, Regex? Context = null)
{
    public ServerFailure At(string? line) => new() { Id = Id, Summary = Summary, Remedy = Remedy, EvidenceLine = line };
}
