using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Cli;

/// <summary>One JSON object a line as each answer ends, with the fields that <c>generate --json</c> has.</summary>
internal sealed class ChatJsonView(Terminal terminal) : IChatView
{
    public void Continue(ChatResponseUpdate update)
    {
    }

    public void End(ChatOutcome outcome)
    {
        // The chat route tells no ids.
        var line = ResultLine.Of(outcome.Number.ToString(CultureInfo.InvariantCulture), outcome.Text, outputIds: null, outcome.FinishReason, outcome.Statistics, outcome.Error);
        terminal.Output.WriteJson(JsonSerializer.Serialize(line, ResultJson.Readable.ResultLine));
        terminal.Output.Flush();
    }
}
