namespace SpeculativeDecoding.Benchmarks;

/// <summary>Makes a conversation what the target reads: by its chat template, and in its tokens, so that none is added on the way.</summary>
internal sealed class PromptFormat
{
    private readonly ConversationFormat _format;
    private readonly string _target;

    private PromptFormat(string target, ConversationFormat format) => (_target, _format) = (target, format);

    /// <summary>Whether conversations can be put into it; false where every prompt is sent as it stands.</summary>
    public bool HasTemplate => _format.HasTemplate;

    /// <summary>What to know of it; null where nothing.</summary>
    public string? Note { get; private init; }

    /// <summary>Reads the target's template where a prompt needs it.</summary>
    public static async Task<PromptFormat> LoadAsync(ModelPair pair, RunPlan plan, LaunchOptions launch, CancellationToken cancellationToken)
    {
        var target = pair.Target.Repository;
        if (plan.Workloads.All(workload => workload.Prompts.All(prompt => prompt.Raw is not null)))
        {
            return new PromptFormat(target, await CountingAsync(pair, launch, cancellationToken).ConfigureAwait(false));
        }

        var format = ConversationFormat.Load(await SpecBundle.FindTokenizerAsync(pair, null, launch.EmbeddedFolder, cancellationToken).ConfigureAwait(false));
        if (!format.HasTemplate)
        {
            throw new BenchmarkException($"{target} has no chat template.", "Give the prompts as text that is sent as it stands (BenchmarkPrompt.Raw).");
        }

        CheckImages(target, format, plan);
        return new PromptFormat(target, format)
        {
            Note = format.TokenizerProblem is { } problem
                ? $"Prompts are sent as text, since the tokenizer of {target} is not understood ({problem}); a server that adds a first token of its own may see it twice."
                : null,
        };
    }

    /// <summary>Where the target is nowhere to be read: prompts that are sent as they stand need none.</summary>
    /// <exception cref="BenchmarkException">A prompt needs its template.</exception>
    public static PromptFormat WithoutTarget(string? target, RunPlan plan)
    {
        var what = target is null ? "The server does not tell its target" : $"The server serves {target}, which is no folder of this machine and no name on the Hub";
        return plan.Workloads.All(workload => workload.Prompts.All(prompt => prompt.Raw is not null))
            ? new PromptFormat(target ?? "the target", ConversationFormat.Unknown(what))
            : throw new BenchmarkException($"{what}: its chat template can't be read.", "Name the pair whose template it is (BenchmarkOptions.Pair), or give the prompts as text that is sent as it stands (BenchmarkPrompt.Raw).");
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
            var text = _format.Render(MessagesOf(prompt, answers));

            // With images it goes as text: the server widens each placeholder to as many tokens as its image takes.
            return images is null && _format.Encode(text) is { } ids
                ? new GenerateRequest { InputIds = ids, Sampling = sampling }
                : new GenerateRequest { Prompt = text, Images = images, Sampling = sampling };
        }
        catch (TokenizerException exception)
        {
            throw Unfit(_target, exception);
        }
    }

    /// <summary>The first prompt that begins with the mark which the template itself puts before a message: it would be there twice.</summary>
    public BenchmarkPrompt? FindTemplated(RunPlan plan) => _format.OpeningMark() is { } mark
        ? plan.Workloads.SelectMany(workload => workload.Prompts).FirstOrDefault(prompt => prompt is { Raw: null, Turns: [var first, ..] } && first.TrimStart().StartsWith(mark, StringComparison.Ordinal))
        : null;

    /// <summary>The tokens of a request's prompt; null where they are not known here: no tokenizer, or images, whose tokens the server alone knows.</summary>
    public int? TokensOf(GenerateRequest request) =>
        request.InputIds?.Count ?? (request is { Prompt: { } text, Images: null } ? _format.Encode(text)?.Count : null);

    /// <summary>To count the tokens of prompts that are sent as they stand; they can be sent without it.</summary>
    private static async Task<ConversationFormat> CountingAsync(ModelPair pair, LaunchOptions launch, CancellationToken cancellationToken)
    {
        try
        {
            return ConversationFormat.LoadTokenizer(await SpecBundle.FindTokenizerAsync(pair, null, launch.EmbeddedFolder, cancellationToken).ConfigureAwait(false));
        }
        catch (SpecBundleException exception)
        {
            return ConversationFormat.Unknown(exception.Message);
        }
    }

    private static List<ConversationMessage> MessagesOf(BenchmarkPrompt prompt, IReadOnlyList<string> answers)
    {
        var messages = new List<ConversationMessage>();
        if (prompt.System is { } system)
        {
            messages.Add(new("system", system));
        }

        messages.AddRange(prompt.History.Select(message => new ConversationMessage(message.Role, message.Content)));
        for (var turn = 0; turn <= answers.Count; turn++)
        {
            messages.Add(new("user", prompt.Turns[turn]));
            if (turn < answers.Count)
            {
                messages.Add(new("assistant", answers[turn]));
            }
        }

        var first = messages.FindIndex(message => message.Role == "user");
        messages[first] = messages[first] with { Parts = [.. Enumerable.Repeat(ConversationPart.Image, prompt.Images?.Count ?? 0), .. messages[first].Parts] };
        return messages;
    }

    /// <summary>A server whose target reads text alone takes images without a word, and what is measured is something else.</summary>
    private static void CheckImages(string target, ConversationFormat format, RunPlan plan)
    {
        try
        {
            if (plan.Workloads.FirstOrDefault(workload => workload.Prompts.Any(prompt => prompt.Raw is null && ImageCheck.Shows(prompt))) is { } workload && !format.TakesImages())
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
