namespace SpeculativeDecoding.Benchmarks;

/// <summary>Makes a conversation what the target reads: by its chat template, and in its tokens, so that none is added on the way.</summary>
internal sealed class PromptFormat
{
    private readonly ChatTemplate? _template;
    private readonly ModelTokenizer? _tokenizer;
    private readonly string _target;

    private PromptFormat(string target, ChatTemplate? template, ModelTokenizer? tokenizer) => (_target, _template, _tokenizer) = (target, template, tokenizer);

    /// <summary>Whether conversations can be put into it; false where every prompt is sent as it stands.</summary>
    public bool HasTemplate => _template is not null;

    /// <summary>What to know of it; null where nothing.</summary>
    public string? Note { get; private init; }

    /// <summary>Reads the target's template where a prompt needs it.</summary>
    public static async Task<PromptFormat> LoadAsync(ModelPair pair, RunPlan plan, LaunchOptions launch, CancellationToken cancellationToken)
    {
        var target = pair.Target.Repository;
        if (plan.Workloads.All(workload => workload.Prompts.All(prompt => prompt.Raw is not null)))
        {
            return new PromptFormat(target, null, null);
        }

        var folder = await SpecBundle.FetchTokenizerAsync(pair, null, launch.EmbeddedFolder, cancellationToken).ConfigureAwait(false);
        var template = ChatTemplate.Find(folder) ?? throw new BenchmarkException($"{target} has no chat template.", "Give the prompts as text that is sent as it stands (BenchmarkPrompt.Raw).");
        try
        {
            return new PromptFormat(target, template, ModelTokenizer.Load(folder));
        }
        catch (TokenizerException exception)
        {
            return new PromptFormat(target, template, null)
            {
                Note = $"Prompts are sent as text, since the tokenizer of {target} is not understood ({exception.Message}); a server that adds a first token of its own may see it twice.",
            };
        }
    }

    /// <summary>The request for one turn.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="answers">The answers to the turns before.</param>
    /// <param name="sampling">How to sample.</param>
    public GenerateRequest For(BenchmarkPrompt prompt, IReadOnlyList<string> answers, SamplingParameters sampling)
    {
        if (prompt.Raw is { } raw)
        {
            return new GenerateRequest { Prompt = raw, Sampling = sampling };
        }

        var messages = new List<(string Role, string Content)>();
        if (prompt.System is { } system)
        {
            messages.Add(("system", system));
        }

        messages.AddRange(prompt.History.Select(message => (message.Role, message.Content)));
        for (var turn = 0; turn <= answers.Count; turn++)
        {
            messages.Add(("user", prompt.Turns[turn]));
            if (turn < answers.Count)
            {
                messages.Add(("assistant", answers[turn]));
            }
        }

        try
        {
            var text = _template!.Render(messages);
            return _tokenizer is null ? new GenerateRequest { Prompt = text, Sampling = sampling } : new GenerateRequest { InputIds = _tokenizer.Encode(text, allowSpecial: true), Sampling = sampling };
        }
        catch (TokenizerException exception)
        {
            throw new BenchmarkException($"The prompts can't be put into the chat template of {_target}: {exception.Message}", "Give the prompts as text that is sent as it stands (BenchmarkPrompt.Raw).", exception);
        }
    }
}
