using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Cli;

/// <summary>What a person or a script sees of the answers.</summary>
internal interface IChatView
{
    void Continue(ChatResponseUpdate update);

    void End(ChatOutcome outcome);
}
