namespace SpeculativeDecoding.Cli;

/// <summary>Lines that begin with a slash: what they ask for is done here, and no server hears of it.</summary>
internal sealed class ChatWords(Terminal terminal, ChatHistory history)
{
    private const string Help =
        """
        /clear      forget the conversation; the system's message stays
        /save FILE  write the conversation to FILE, a line of JSON that 'generate --prompts' reads
        /help       these lines
        /exit       end, as the end of the input does (Ctrl-D)
        Ctrl-C ends an answer early, and at the prompt the conversation. //text sends /text.
        """;

    private readonly HashSet<string> _saved = new(StringComparer.Ordinal);

    /// <summary>Whether one of them could not be done.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What is to be sent of a line; null where nothing is.</summary>
    public string? Take(string line, out bool isEnd)
    {
        isEnd = false;
        if (!line.StartsWith('/'))
        {
            return line;
        }

        if (line.StartsWith("//", StringComparison.Ordinal))
        {
            return line[1..];
        }

        var (word, rest) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? (line[..space], line[space..].Trim()) : (line.TrimEnd(), "");
        switch (word)
        {
            case "/exit": isEnd = true; break;
            case "/help": terminal.Error.WriteLine(Help); break;
            case "/clear":
                history.Clear();
                terminal.Error.WriteLine("Forgotten: the conversation begins anew.");
                break;
            case "/save": Save(rest); break;
            default: Fail($"There is no command '{Printable.Name(word)}'; /help lists them, and //text sends a line that begins with a slash."); break;
        }

        return null;
    }

    private void Save(string path)
    {
        if (path.Length == 0 || history.IsEmpty)
        {
            Fail(path.Length == 0 ? "/save needs the name of a file." : "Nothing was said yet that could be saved.");
            return;
        }

        try
        {
            // What this conversation wrote it may write again; what others wrote is kept.
            var full = Path.GetFullPath(path);
            using (var file = new FileStream(full, _saved.Contains(full) ? FileMode.Create : FileMode.CreateNew))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(history.ToJsonLine()));
            }

            _saved.Add(full);
            terminal.Error.WriteLine($"Saved to {full}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Fail(File.Exists(path) && exception is IOException && !_saved.Contains(Path.GetFullPath(path))
                ? $"'{path}' exists already, and is kept as it is; name another file."
                : $"'{path}' can't be written: {exception.Message.TrimEnd('.')}. Name another file.");
        }
    }

    private void Fail(string sentence)
    {
        HasFailed = true;
        terminal.Error.WriteLine($"specbundle: {sentence}");
    }
}
