using System.Text.Json;

namespace SpeculativeDecoding.Cli;

/// <summary>One JSON object a line as each request ends, and nothing else on standard output.</summary>
internal sealed class JsonView(Terminal terminal, bool compare) : IGenerationView
{
    private bool _withDraft;

    public void Start(SpecServer server, bool withDraft) => _withDraft = withDraft;

    public void StartAnswer(Prompt prompt, int number, int total)
    {
    }

    public void Continue(GenerateChunk chunk)
    {
    }

    public void End(GenerationOutcome outcome)
    {
        // A script that compares must tell the two runs apart; one that does not compare sees the documented fields alone.
        var line = ResultLine.From(outcome, compare ? _withDraft : null);
        terminal.Output.WriteJson(JsonSerializer.Serialize(line, ResultJson.Readable.ResultLine));
        terminal.Output.Flush();
    }

    public void Summarise(GenerationRun run)
    {
    }

    public void Compare(GenerationRun withDraft, GenerationRun withoutDraft) =>
        terminal.Error.WriteLine(ComparisonTable.Conclude(withDraft, withoutDraft));
}
