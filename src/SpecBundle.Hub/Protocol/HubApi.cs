using System.Net.Http.Headers;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>The questions that we ask the Hub. This is the seam: another client of the Hub would replace this class alone.</summary>
internal sealed class HubApi(HubTransport transport)
{
    private readonly Uri _endpoint = transport.Settings.Endpoint;

    /// <summary>A repository at a revision, with every file.</summary>
    /// <exception cref="HubException">It can't be read; its reason says why.</exception>
    public async Task<RepositoryState> ResolveAsync(RepositoryName repository, string revision, CancellationToken cancellationToken)
    {
        var question = new HubQuestion(repository, revision);
        var answer = await GetJsonAsync(question, new Uri(_endpoint, $"{repository.ApiPath}/revision/{Uri.EscapeDataString(revision)}"), HubAnswers.Repository, cancellationToken).ConfigureAwait(false);
        var current = repository with { Name = answer.Value.CurrentName ?? repository.Name };
        var files = await FilesAsync(question with { Repository = current }, answer.Value.Commit, cancellationToken).ConfigureAwait(false);
        return new RepositoryState(repository, current.Name, revision, answer.Value.Commit, answer.Value.IsGated, files);
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
                    : throw HubFailure.Unreachable(repository.Name, _endpoint.Authority, "its answer has no X-Repo-Commit, so it is not a Hub, or a proxy stands between");
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
            return response;
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

    /// <summary>The whole of a small file, in memory.</summary>
    public Task<byte[]> ReadAsync(RepositoryName repository, string commit, HubFile file, CancellationToken cancellationToken)
    {
        var question = new HubQuestion(repository, commit, file.Path);
        return transport.AskAsync(
            question,
            async token =>
            {
                using var response = await OpenAsync(question, FileAddress(repository, commit, file.Path), null, token).ConfigureAwait(false);
                using var body = await HubBody.OpenAsync(response, token).ConfigureAwait(false);
                using var bytes = new MemoryStream();
                await body.CopyToAsync(bytes, token).ConfigureAwait(false);
                return bytes.ToArray();
            },
            cancellationToken);
    }

    private Uri FileAddress(RepositoryName repository, string commit, string path) =>
        new(_endpoint, $"{repository.Path}/resolve/{Uri.EscapeDataString(commit)}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    /// <summary>The list of files comes in pages.</summary>
    private async Task<IReadOnlyList<HubFile>> FilesAsync(HubQuestion question, string commit, CancellationToken cancellationToken)
    {
        var files = new List<HubFile>();
        var next = new Uri(_endpoint, $"{question.Repository.ApiPath}/tree/{commit}?recursive=true&expand=false");
        while (next is not null)
        {
            var page = await GetJsonAsync(question, next, root => HubAnswers.Files(root, question), cancellationToken).ConfigureAwait(false);
            files.AddRange(page.Value);
            next = page.Next;
        }

        return files;
    }

    private Task<(T Value, Uri? Next)> GetJsonAsync<T>(HubQuestion question, Uri address, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        transport.AskAsync(
            question,
            async token =>
            {
                using var response = await transport.SendAsync(new HubRequest(question, address), token).ConfigureAwait(false);
                transport.ThrowUnlessSuccess(response, question);
                using var body = await HubBody.OpenAsync(response, token).ConfigureAwait(false);
                using var document = await JsonDocument.ParseAsync(body, default, token).ConfigureAwait(false);
                return (read(document.RootElement), NextPage.Of(response, address));
            },
            cancellationToken);
}
