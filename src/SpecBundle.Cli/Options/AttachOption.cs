using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>A server that runs already, and its key.</summary>
internal sealed class AttachOption(string description)
{
    public const string ValueName = "URI";
    public const string Example = "http://127.0.0.1:30000";

    private readonly Option<Uri?> _attach = new("--attach")
    {
        Description = description,
        HelpName = ValueName,
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                return uri;
            }

            argument.AddError($"--attach needs an address such as {Example}, and '{argument.Tokens[0].Value}' is none.");
            return null;
        },
    };

    private readonly Option<string?> _key = new("--api-key") { Description = "The key of the server. Default: SPECBUNDLE_API_KEY, which no list of processes shows.", HelpName = "KEY" };

    private readonly Option<bool> _plainHttp = new("--allow-plain-http-key") { Description = "Send the key to an http:// address of another machine too, where everybody on the way can read it." };

    public void AddTo(Command command)
    {
        command.Options.Add(_attach);
        command.Options.Add(_key);
        command.Options.Add(_plainHttp);
    }

    /// <summary>The client of that server.</summary>
    public SpecClientOptions Client(ParseResult result, TimeSpan firstToken) =>
        new() { ApiKey = Key(result), AllowPlainHttpKey = result.GetValue(_plainHttp), FirstTokenTimeout = firstToken };

    /// <summary>Null where no server is named.</summary>
    public Uri? Address(ParseResult result) => result.GetValue(_attach);

    public string? Key(ParseResult result) => result.GetValue(_key) ?? Environment.GetEnvironmentVariable("SPECBUNDLE_API_KEY");

    /// <summary>Whether the command line itself gives a key.</summary>
    public bool HasKey(ParseResult result) => result.GetValue(_key) is not null;

    /// <summary>Options of a launch would be ignored without a word.</summary>
    /// <exception cref="UsageException">There are some, or arguments for the server.</exception>
    public static void Refuse(IReadOnlyList<string> launchOptions, IReadOnlyList<string> serverArguments)
    {
        if (launchOptions.Count > 0)
        {
            throw new UsageException($"--attach uses the server as it is; leave out {string.Join(", ", launchOptions)}.");
        }

        if (serverArguments.Count > 0)
        {
            throw new UsageException("--attach uses the server as it is; leave out the arguments after '--'.");
        }
    }
}
