using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the list of a repository's files, which comes in pages: to its end, and no further than any honest one goes.</summary>
internal sealed class FileList(HubTransport transport, HubQuestion question)
{
    private const int MostPages = 10_000;
    private const int MostFiles = 200_000;
    private const long MostCharacters = 50_000_000;
    private static readonly TimeSpan LongestListing = TimeSpan.FromMinutes(10);
    private readonly List<HubFile> _files = [];
    private readonly HashSet<Uri> _asked = [];
    private long _characters;

    /// <summary>Every file of the list.</summary>
    /// <param name="first">The first page.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="HubException">It can't be read, goes in circles, or has no end.</exception>
    public async Task<IReadOnlyList<HubFile>> ReadAsync(Uri first, CancellationToken cancellationToken)
    {
        var started = transport.Settings.TimeProvider.GetTimestamp();
        for (var next = first; next is not null;)
        {
            var page = await transport.AskJsonAsync(question, next, HubAnswers.Files, cancellationToken).ConfigureAwait(false);
            _asked.Add(next);
            Add(page.Value);
            next = page.Next;
            if (next is not null && (_asked.Contains(next) || _asked.Count == MostPages || transport.Settings.TimeProvider.GetElapsedTime(started) > LongestListing))
            {
                throw Endless();
            }
        }

        return _files;
    }

    private void Add(IReadOnlyList<HubFile> page)
    {
        _files.AddRange(page);
        _characters += page.Sum(file => (long)file.Path.Length + file.Hash.Length);
        if (_files.Count > MostFiles || _characters > MostCharacters)
        {
            throw Endless();
        }
    }

    private HubException Endless() => HubFailure.NotAHub(question.Repository.Name, transport.Settings.Endpoint.Authority, $"its list of files goes in circles or has no end ({_files.Count} files in {_asked.Count} pages)");
}
