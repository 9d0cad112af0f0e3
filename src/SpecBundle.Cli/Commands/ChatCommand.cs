using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle chat</c>: a conversation in the terminal.</summary>
internal static class ChatCommand
{
    // A conversation waits for one answer at a time: as in generate.
    private static readonly TimeSpan DefaultFirstToken = TimeSpan.FromMinutes(2);

    public static Command Create(Terminal terminal, string[] serverArguments, Interruption? interruption)
    {
        var command = new Command("chat", "A conversation in the terminal, with the accept length of each answer; in a pipe each line is a turn. Arguments for the server follow '--'.");
        var pair = new PairOptions();
        var server = new ServerOptions();
        var log = new LogOption();
        var attach = new AttachOption("Talk to the server that runs at this address instead of starting one.");
        var system = new Option<string?>("--system") { Description = "What the conversation begins with: the system's message.", HelpName = "TEXT" };
        var sampling = new SamplingOptions(usualMaxNewTokens: null);
        var firstToken = new FirstTokenOption(DefaultFirstToken);
        var json = new Option<bool>("--json") { Description = "One JSON object a line as each answer ends, and nothing else on standard output." };
        pair.AddTo(command);
        server.AddTo(command);
        log.AddTo(command);
        attach.AddTo(command);
        command.Options.Add(system);
        sampling.AddTo(command);
        command.Options.Add(json);
        firstToken.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var view = result.GetValue(json) ? (IChatView)new ChatJsonView(terminal) : new ChatTextView(terminal);
            var options = ChatSampling.Of(sampling.MaxNewTokens(result), sampling.Temperature(result));
            var history = new ChatHistory(result.GetValue(system) is { Length: > 0 } text ? text : null);
            if (attach.Address(result) is { } address)
            {
                if (pair.Find(result) is not null)
                {
                    throw new UsageException("--attach uses the server as it is: it takes no pair.");
                }

                AttachOption.Refuse([.. server.Given(result), .. log.Given(result)], serverArguments);
                return await TalkAsync(await ServerStart.AttachAsync(terminal, address, attach.Client(result, firstToken.Read(result)), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }

            var launch = server.Read(result, serverArguments);
            launch.ApiKey = attach.Key(result);
            launch.Client.FirstTokenTimeout = firstToken.Read(result);
            var wanted = pair.Require(result);
            using var file = log.Open(result, terminal, launch);
            return await TalkAsync(await ServerStart.LaunchAsync(terminal, wanted, launch, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

            async Task<int> TalkAsync(SpecServer ready)
            {
                await using (ready.ConfigureAwait(false))
                {
                    return await new ChatSession(terminal, ready, history, options, view, interruption).RunAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        });
        return command;
    }
}
