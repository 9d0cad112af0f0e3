using System.Net.Http.Headers;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>The questions that we ask the Hub. This is the seam: another client of the Hub would replace this class alone.</summary>
internal sealed class HubApi(HubTransport transport)
{
    private const int LongestFile = 32_000_000;
    private readonly Uri _endpoint = transport.Settings.Endpoint;

    /// <summary>A repository at a revision, with every file.</summary>
    /// <exception cref="HubException">It can't be read; its reason says why.</exception>
    public async Task<RepositoryState> ResolveAsync(RepositoryName repository, string revision, CancellationToken cancellationToken)
    {
        var question = new HubQuestion(repository, revision);
        var answer = await transport.AskJsonAsync(question, new Uri(_endpoint, $"{repository.ApiPath}/revision/{Uri.EscapeDataString(revision)}"), HubAnswers.Repository, cancellationToken).ConfigureAwait(false);
        var current = repository with { Name = answer.Value.CurrentName ?? repository.Name };
        var tree = new Uri(_endpoint, $"{current.ApiPath}/tree/{answer.Value.Commit}?recursive=true&expand=false");
        var files = await new FileList(transport, question with { Repository = current }).ReadAsync(tree, cancellationToken).ConfigureAwait(false);
        var can = files.ToLookup(file => file.Objection is null);
        return new RepositoryState(repository, current.Name, revision, answer.Value.Commit, answer.Value.IsGated, [.. can[true]]) { OtherFiles = [.. can[false]] };
    }

    /// <summary>Asks where a file is served. A gated repository may show its list of files and refuse here.</summary>
    /// <returns>The signed address for a file kept elsewhere, the endpoint's own for one of git.</returns>
    /// <exception cref="HubException">It may not be read, or is not there.</exception>
    public Task<Uri> LocateAsync(RepositoryName repository, string commit, HubFile file, CancellationToken cancellationToken)
    {
        var question = new HubQuestion(repository, commit, file.Path);
        var address = FileAddress(repository, commit, file.Path);
        return transport.AskAsync(
            question,
            async token =>
            {
                using var response = await transport.SendAsync(new HubRequest(question, address) { Method = HttpMethod.Head }, token).ConfigureAwait(false);
                var asked = response.RequestMessage!.RequestUri!;
                var storage = HubRedirectHandler.TargetOf(response, asked, question);
                if (storage is null)
                {
                    transport.ThrowUnlessSuccess(response, question);
                }

                return response.Headers.Contains("X-Repo-Commit")
                    ? storage ?? asked
                    : throw HubFailure.NotAHub(repository.Name, _endpoint.Authority, "its answer about a file has no X-Repo-Commit");
            },
            cancellationToken);
    }

    /// <summary>Opens the body of a file, or a part of it.</summary>
    /// <returns>The answer, its body unread: 206 for a part, 200 where the server sends all.</returns>
    public async Task<HttpResponseMessage> OpenAsync(HubQuestion question, Uri address, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        var response = await transport.SendAsync(new HubRequest(question, address) { Range = range, FollowsToStorage = true }, cancellationToken).ConfigureAwait(false);
        try
        {
            transport.ThrowUnlessSuccess(response, question);
            return IsOfTheHub(response, question) ? response : throw HubFailure.NotAHub(question.Repository.Name, _endpoint.Authority, "its answer about a file has no X-Repo-Commit");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Opens the body of a part of a file, wherever it is kept.</summary>
    /// <returns>As of the other.</returns>
    public Task<HttpResponseMessage> OpenAsync(RepositoryName repository, string commit, HubFile file, RangeHeaderValue range, CancellationToken cancellationToken) =>
        OpenAsync(new HubQuestion(repository, commit, file.Path), FileAddress(repository, commit, file.Path), range, cancellationToken);

    /// <summary>The whole of a small file, in memory, verified: one that was damaged on its way is asked for again.</summary>
    /// <exception cref="HubException">It can't be read, is larger than 32 MB, or is not what the Hub announced, however often it is asked for.</exception>
    public Task<byte[]> ReadAsync(RepositoryName repository, string commit, HubFile file, CancellationToken cancellationToken)
    {
        var question = new HubQuestion(repository, commit, file.Path);
        if (file.Size > LongestFile)
        {
            throw HubFailure.InvalidFile(repository.Name, file.Path, "it is larger than 32 MB, which no such file is.", "Name another revision.");
        }

        return transport.AskAsync(
            question,
            async token =>
            {
                using var response = await OpenAsync(question, FileAddress(repository, commit, file.Path), null, token).ConfigureAwait(false);
                var bytes = await HubBody.ReadAsync(response, (int)file.Size, token).ConfigureAwait(false);
                return bytes is { } whole && whole.Length == file.Size && (!BlobHash.Knows(file) || BlobHash.Of(whole.Span, file) == file.Hash)
                    ? whole.ToArray()
                    : throw new PassingFailureException(HubFailure.DamagedFile(question, $"its bytes are not the {file.Size} with the hash {file.Hash} that were announced."));
            },
            cancellationToken);
    }

    /// <summary>What the Hub serves itself has the commit in a header; what its storage serves has not.</summary>
    private bool IsOfTheHub(HttpResponseMessage response, HubQuestion question) =>
        response.Headers.Contains("X-Repo-Commit") || response.RequestMessage?.RequestUri != FileAddress(question.Repository, question.Revision, question.File!);

    /// <summary>Where a file is asked for.</summary>
    public Uri FileAddress(RepositoryName repository, string commit, string path) =>
        new(_endpoint, $"{repository.Path}/resolve/{Uri.EscapeDataString(commit)}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");
}
