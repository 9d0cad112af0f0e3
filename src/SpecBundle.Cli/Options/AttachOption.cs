using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>A server that runs already, and its key.</summary>
internal sealed class AttachOption(string description)
{
    private readonly Option<Uri?> _attach = new("--attach")
    {
        Description = description,
        HelpName = "URI",
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                return uri;
            }

            argument.AddError($"--attach is an address such as http://127.0.0.1:30000, not '{argument.Tokens[0].Value}'.");
            return null;
        },
    };

    private readonly Option<string?> _key = new("--api-key") { Description = "The key of the server. Default: SPECBUNDLE_API_KEY, which no list of processes shows.", HelpName = "KEY" };

    public void AddTo(Command command)
    {
        command.Options.Add(_attach);
        command.Options.Add(_key);
    }

    /// <summary>Null where no server is named.</summary>
    public Uri? Address(ParseResult result) => result.GetValue(_attach);

    public string? Key(ParseResult result) => result.GetValue(_key) ?? Environment.GetEnvironmentVariable("SPECBUNDLE_API_KEY");
}
