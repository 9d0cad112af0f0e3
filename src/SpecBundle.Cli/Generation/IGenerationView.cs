namespace SpeculativeDecoding.Cli;

/// <summary>What a person or a script sees of a run.</summary>
internal interface IGenerationView
{
    /// <summary>A server is ready and its run begins.</summary>
    void Start(SpecServer server, bool withDraft);

    void StartAnswer(Prompt prompt, int number, int total);

    void Continue(GenerateChunk chunk);

    void End(GenerationOutcome outcome);

    /// <summary>A run has ended, be it whole or interrupted.</summary>
    void Summarise(GenerationRun run);

    void Compare(GenerationRun withDraft, GenerationRun withoutDraft);
}
