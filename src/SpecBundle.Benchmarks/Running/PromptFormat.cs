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
            return new PromptFormat(target, null, await TokenizerAsync(pair, launch, cancellationToken).ConfigureAwait(false));
        }

        var folder = await SpecBundle.FindTokenizerAsync(pair, null, launch.EmbeddedFolder, cancellationToken).ConfigureAwait(false);
        var template = ChatTemplate.Find(folder) ?? throw new BenchmarkException($"{target} has no chat template.", "Give the prompts as text that is sent as it stands (BenchmarkPrompt.Raw).");
        CheckImages(target, template, plan);
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
        var images = prompt.Images is { Count: > 0 } shown ? shown.Select(image => new ReadOnlyMemory<byte>(image)).ToList() : null;
        if (prompt.Raw is { } raw)
        {
            return new GenerateRequest { Prompt = raw, Images = images, Sampling = sampling };
        }

        try
        {
            var text = _template!.Render(MessagesOf(prompt, answers));

            // With images it goes as text: the server widens each placeholder to as many tokens as its image takes.
            return _tokenizer is null || images is not null
                ? new GenerateRequest { Prompt = text, Images = images, Sampling = sampling }
                : new GenerateRequest { InputIds = _tokenizer.Encode(text, allowSpecial: true), Sampling = sampling };
        }
        catch (TokenizerException exception)
        {
            throw Unfit(_target, exception);
        }
    }

    /// <summary>The first prompt that begins with the mark which the template itself puts before a message: it would be there twice.</summary>
    public BenchmarkPrompt? FindTemplated(RunPlan plan) => Mark() is { } mark
        ? plan.Workloads.SelectMany(workload => workload.Prompts).FirstOrDefault(prompt => prompt is { Raw: null, Turns: [var first, ..] } && first.TrimStart().StartsWith(mark, StringComparison.Ordinal))
        : null;

    private string? Mark()
    {
        const string Probe = "probe";
        try
        {
            var text = _template?.Render([new ChatMessage("user", Probe)]) ?? "";
            var before = text[..Math.Max(0, text.IndexOf(Probe, StringComparison.Ordinal))].TrimStart();
            return before.AsSpan().IndexOfAny('>', ']') is > 0 and var end ? before[..(end + 1)] : null;
        }
        catch (TokenizerException)
        {
            // It is said where the prompts are put into it.
            return null;
        }
    }

    /// <summary>The tokens of a request's prompt; null where they are not known here: no tokenizer, or images, whose tokens the server alone knows.</summary>
    public int? TokensOf(GenerateRequest request) =>
        request.InputIds?.Count ?? (request is { Prompt: { } text, Images: null } ? _tokenizer?.Encode(text, allowSpecial: true).Count : null);

    /// <summary>To count the tokens of prompts that are sent as they stand; they can be sent without it.</summary>
    private static async Task<ModelTokenizer?> TokenizerAsync(ModelPair pair, LaunchOptions launch, CancellationToken cancellationToken)
    {
        try
        {
            return ModelTokenizer.Load(await SpecBundle.FindTokenizerAsync(pair, null, launch.EmbeddedFolder, cancellationToken).ConfigureAwait(false));
        }
        catch (SpecBundleException)
        {
            return null;
        }
    }

    private static List<ChatMessage> MessagesOf(BenchmarkPrompt prompt, IReadOnlyList<string> answers)
    {
        var messages = new List<ChatMessage>();
        if (prompt.System is { } system)
        {
            messages.Add(new("system", system));
        }

        messages.AddRange(prompt.History.Select(message => new ChatMessage(message.Role, message.Content)));
        for (var turn = 0; turn <= answers.Count; turn++)
        {
            messages.Add(new("user", prompt.Turns[turn]));
            if (turn < answers.Count)
            {
                messages.Add(new("assistant", answers[turn]));
            }
        }

        var first = messages.FindIndex(message => message.Role == "user");
        messages[first] = messages[first] with { Images = prompt.Images?.Count ?? 0 };
        return messages;
    }

    /// <summary>A server whose target reads text alone takes images without a word, and what is measured is something else.</summary>
    private static void CheckImages(string target, ChatTemplate template, RunPlan plan)
    {
        try
        {
            if (plan.Workloads.FirstOrDefault(workload => workload.Prompts.Any(prompt => prompt.Raw is null && ImageCheck.Shows(prompt))) is { } workload && !template.TakesImages())
            {
                throw new BenchmarkException($"The workload {workload.Name} shows images, and {target} takes none: its chat template reads text alone.", "Leave the workload out, or name a target that sees.");
            }
        }
        catch (TokenizerException exception)
        {
            throw Unfit(target, exception);
        }
    }

    private static BenchmarkException Unfit(string target, TokenizerException exception) => new(
        $"The prompts can't be put into the chat template of {target}: {exception.Message}", "Give the prompts as text that is sent as it stands (BenchmarkPrompt.Raw).", exception);
}
