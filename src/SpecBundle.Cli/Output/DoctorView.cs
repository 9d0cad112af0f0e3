using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>The checks of the doctor, each with its outcome and remedy.</summary>
internal static class DoctorView
{
    public static void Write(Terminal terminal, DoctorReport report)
    {
        var width = report.Checks.Max(check => check.Name.Length);
        foreach (var check in report.Checks)
        {
            var (word, colour) = check.Outcome switch
            {
                DoctorOutcome.Ok => ("ok     ", Color.Green),
                DoctorOutcome.Warning => ("warning", Color.Yellow),
                DoctorOutcome.Failed => ("failed ", Color.Red),
                _ => ("skipped", Color.Grey),
            };
            terminal.Styled.Write(new Text(word, new Style(colour)));
            terminal.Output.WriteLine($"  {check.Name.PadRight(width)}  {OptionNames.Translate(check.Detail)}".TrimEnd());
            if (check.Remedy is { } remedy)
            {
                terminal.Output.WriteLine($"{new string(' ', width + 11)}-> {OptionNames.Translate(remedy)}");
            }
        }
    }

    public static void WriteJson(Terminal terminal, DoctorReport report)
    {
        var checks = report.Checks.Select(check => new DoctorLine(check.Name, check.Outcome.ToString().ToLowerInvariant(), OptionNames.Translate(check.Detail), check.Remedy is { } remedy ? OptionNames.Translate(remedy) : null));
        terminal.Output.WriteJson(JsonSerializer.Serialize(new DoctorLines([.. checks]), DoctorJson.Default.DoctorLines));
    }
}

/// <summary>A check as <c>doctor --json</c> prints it.</summary>
internal sealed record DoctorLine(string Name, string Outcome, string Detail, string? Remedy);

/// <summary>What <c>doctor --json</c> prints.</summary>
internal sealed record DoctorLines(IReadOnlyList<DoctorLine> Checks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DoctorLines))]
internal sealed partial class DoctorJson : JsonSerializerContext;
