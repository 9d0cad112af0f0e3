using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle generate</c>: streams answers and measures each of them.</summary>
internal static class GenerateCommand
{
    private const int DefaultMaxNewTokens = 128;

    // One request at a time: a server that needs longer than that for a prompt has stopped working.
    private static readonly TimeSpan DefaultFirstToken = TimeSpan.FromMinutes(2);

    public static Command Create(Terminal terminal, string[] serverArguments)
    {
        var command = new Command("generate", "Streams the answers to prompts and tells the accept length of every request. Arguments for the server follow '--'.");
        var pair = new PairOptions();
        var server = new ServerOptions();
        var log = new LogOption();
        var attach = new AttachOption("Use the server that runs at this address instead of starting one.");
        var prompt = new Option<string?>("--prompt") { Description = "One prompt, sent as it is: a chat template is the caller's.", HelpName = "TEXT" };
        var prompts = new Option<string?>("--prompts") { Description = "A file with a JSON object a line: {\"id\"?, \"prompt\" | \"input_ids\" | \"messages\", \"max_new_tokens\"?}; messages go through the target's chat template.", HelpName = "FILE" };
        var sampling = new SamplingOptions(DefaultMaxNewTokens);
        var firstToken = new FirstTokenOption(DefaultFirstToken);
        var compare = new Option<bool>("--compare") { Description = "Run the same prompts without the draft as well, and tell the speedup." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line as each request ends, and nothing else on standard output." };
        pair.AddTo(command);
        server.AddTo(command);
        log.AddTo(command);
        attach.AddTo(command);
        command.Options.Add(prompt);
        command.Options.Add(prompts);
        sampling.AddTo(command);
        command.Options.Add(compare);
        command.Options.Add(json);
        firstToken.AddTo(command);

        command.SetAction(async (result, cancellationToken) =>
        {
            var request = new GenerationRequest(
                await ReadPromptsAsync(result.GetValue(prompt), result.GetValue(prompts), cancellationToken).ConfigureAwait(false),
                sampling.MaxNewTokens(result) ?? DefaultMaxNewTokens,
                sampling.Temperature(result));
            var view = result.GetValue(json) ? (IGenerationView)new JsonView(terminal, result.GetValue(compare)) : new AnswerView(terminal);
            if (attach.Address(result) is { } address)
            {
                if (pair.Find(result) is not null || result.GetValue(compare))
                {
                    throw new UsageException("--attach uses the server as it is: it takes neither a pair nor --compare.");
                }

                AttachOption.Refuse([.. server.Given(result), .. log.Given(result)], serverArguments);
                return await GenerationSession.AttachAsync(terminal, address, attach.Client(result, firstToken.Read(result)), request, view, cancellationToken).ConfigureAwait(false);
            }

            var launch = server.Read(result, serverArguments);
            launch.ApiKey = attach.Key(result);
            launch.Client.FirstTokenTimeout = firstToken.Read(result);
            if (result.GetValue(compare) && !launch.UseDraft)
            {
                throw new UsageException("--compare runs with and without the draft; leave out --no-draft.");
            }

            var wanted = pair.Require(result);
            using var file = log.Open(result, terminal, launch);
            request = await MessagePrompts.RenderAsync(request, () => wanted, cancellationToken).ConfigureAwait(false);
            return await new GenerationSession(terminal, wanted, launch, request, view)
                .RunAsync(result.GetValue(compare), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<IReadOnlyList<Prompt>> ReadPromptsAsync(string? text, string? file, CancellationToken cancellationToken) => (text, file) switch
    {
        ({ Length: > 0 }, null) => [new Prompt("1", text, null, null)],
        (null, { } path) => await PromptFile.ReadAsync(path, cancellationToken).ConfigureAwait(false),
        ("", null) => throw new UsageException("--prompt is empty."),
        (null, null) => throw new UsageException("What should it answer? Give --prompt TEXT or --prompts FILE.jsonl."),
        _ => throw new UsageException("Give --prompt or --prompts, not both."),
    };
}
