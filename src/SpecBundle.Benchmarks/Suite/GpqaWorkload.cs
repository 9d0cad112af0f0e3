using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// GPQA (main): multiple choice that experts wrote. Behaves as SpecForge's <c>gpqa.py</c>, with one difference: there
/// the place of the right choice is drawn anew at each load; here it follows from the question, so that every
/// configuration is asked the same. The Hub gives the data only to an account that has accepted its terms.
/// </summary>
internal sealed class GpqaWorkload : ChatWorkload
{
    public override string Name => "gpqa";

    public override DatasetSource Source { get; } =
        new() { Repository = "Idavidrein/gpqa", Config = "gpqa_main", Split = "train", LocalNames = ["gpqa"], License = "CC-BY-4.0", RequiresToken = true };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id)
    {
        var question = row.RequiredText(Source, "Question");
        var choices = new List<string>
        {
            row.RequiredText(Source, "Incorrect Answer 1"),
            row.RequiredText(Source, "Incorrect Answer 2"),
            row.RequiredText(Source, "Incorrect Answer 3"),
        };
        var place = Place(question);
        choices.Insert(place, row.RequiredText(Source, "Correct Answer"));
        return new()
        {
            Id = id,
            Turns = [MultipleChoice.Ask(question, choices)],
            Category = row.Text("High-level domain", "Subdomain"),
            Reference = $"{(char)('A' + place)}",
        };
    }

    public override string? Extract(string output, BenchmarkPrompt prompt) => MultipleChoice.Extract(output);

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt) => MultipleChoice.ScoreAnswer(answer, prompt.Reference);

    /// <summary>0 to 3, evenly over questions and the same for a question always (FNV-1a, 32 bits).</summary>
    private static int Place(string question)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in question)
        {
            hash = (hash ^ letter) * 16_777_619u;
        }

        return (int)((hash ^ (hash >> 16)) & 3);
    }
}
