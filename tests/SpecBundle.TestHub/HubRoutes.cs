using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.TestHub;

/// <summary>What a request is answered with.</summary>
internal sealed class HubRoutes(Repositories repositories, FaultList faults, Witness witness, Ports ports)
{
    private const int PageSize = 5;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/_test/", StringComparison.Ordinal))
        {
            await ControlAsync(context, path);
            return;
        }

        var isStorage = context.Connection.LocalPort == ports.Storage;
        var where = isStorage ? "storage" : path.StartsWith("/api/", StringComparison.Ordinal) ? "api" : "resolve";
        var raw = path + context.Request.QueryString.Value;
        var seen = witness.See(
            isStorage ? "storage" : "hub", context.Request.Method, raw, context.Request.Headers.Range.FirstOrDefault(), context.Request.Headers.Authorization.FirstOrDefault());
        var fault = faults.Take(where, context.Request.Method, raw, seen.IsLook);
        if (fault is { DelayMs: > 0 })
        {
            await Task.Delay(fault.DelayMs, context.RequestAborted);
        }

        try
        {
            if (fault is { Status: { } status })
            {
                await AnswerAsync(context, status, fault.Headers, fault.Body ?? "");
            }
            else if (isStorage)
            {
                await (repositories.Blob(path.Split('/')[^1]) is { } file ? BodyWriter.WriteAsync(context, file, fault, seen) : AnswerAsync(context, 403, [], "expired"));
            }
            else if (where == "api")
            {
                await ApiAsync(context, path, fault);
            }
            else
            {
                await ResolveAsync(context, path, fault, seen);
            }
        }
        finally
        {
            seen.Status = context.Response.StatusCode;
        }
    }

    private async Task ControlAsync(HttpContext context, string path)
    {
        switch (context.Request.Method, path)
        {
            case ("POST", "/_test/faults"): faults.Set((await JsonSerializer.DeserializeAsync<List<Fault>>(context.Request.Body, Options))!); break;
            case ("GET", "/_test/requests"): await JsonSerializer.SerializeAsync(context.Response.Body, witness.Requests, Options); break;
            case ("DELETE", "/_test/requests"): witness.Forget(); break;
            default: context.Response.StatusCode = 404; break;
        }
    }

    private async Task ApiAsync(HttpContext context, string path, Fault? fault)
    {
        // /api/KIND/ORG/NAME/{revision|tree}/REVISION
        var parts = path.Split('/');
        var (kind, name) = (parts[2], $"{parts[3]}/{parts[4]}");
        var repository = repositories.Find(kind, name);
        if (repository is { RenamedTo: { } renamed })
        {
            context.Response.Headers.Location = path.Replace(name, renamed, StringComparison.Ordinal) + context.Request.QueryString.Value;
            await AnswerAsync(context, 307, [], "");
            return;
        }

        if (await RefusedAsync(context, repository, isFile: false))
        {
            return;
        }

        var revision = Uri.UnescapeDataString(string.Join('/', parts[6..]));
        if (Commit(repository!, revision) is not { } commit)
        {
            await AnswerAsync(context, 404, new() { ["X-Error-Code"] = "RevisionNotFound", ["X-Error-Message"] = $"Invalid rev id: {revision}" }, "");
            return;
        }

        if (parts[5] == "revision")
        {
            await AnswerAsync(context, 200, [], JsonSerializer.Serialize(new { id = name, sha = commit, gated = (object?)repository!.Gated ?? false, @private = repository.Private, disabled = repository.Disabled }), fault);
            return;
        }

        var start = int.TryParse(context.Request.Query["cursor"].FirstOrDefault(), out var cursor) ? cursor : 0;
        if (start + PageSize < repository!.Files.Count)
        {
            context.Response.Headers["Link"] = $"<http://{context.Request.Host}{path}?recursive=true&expand=false&cursor={start + PageSize}>; rel=\"next\"";
        }

        var page = repository.Files.Skip(start).Take(PageSize).Select(file => new Dictionary<string, object?>
        {
            ["type"] = "file",
            ["path"] = file.Path,
            ["size"] = file.Length,
            ["oid"] = file.Storage == "git" ? file.Hash : "1111111111111111111111111111111111111111",
            ["lfs"] = file.Storage == "git" ? null : new { oid = file.Hash, size = file.Length, pointerSize = 134 },
            ["xetHash"] = file.Storage == "xet" ? file.Hash : null,
        }).Append(new() { ["type"] = "directory", ["path"] = "folder", ["size"] = 0, ["oid"] = "2222222222222222222222222222222222222222" });
        await AnswerAsync(context, 200, [], JsonSerializer.Serialize(page), fault);
    }

    private async Task ResolveAsync(HttpContext context, string path, Fault? fault, SeenRequest seen)
    {
        // /[datasets/]ORG/NAME/resolve/REVISION/PATH
        var kind = path.StartsWith("/datasets/", StringComparison.Ordinal) ? "datasets" : "models";
        var parts = (kind == "models" ? path : path["/datasets".Length..]).Split('/');
        var name = parts.Length > 5 ? $"{parts[1]}/{parts[2]}" : "";
        var repository = repositories.Find(kind, name);
        if (repository is { RenamedTo: { } renamed })
        {
            context.Response.Headers.Location = path.Replace(name, renamed, StringComparison.Ordinal);
            await AnswerAsync(context, 307, [], "");
            return;
        }

        if (await RefusedAsync(context, repository, isFile: true))
        {
            return;
        }

        var commit = Commit(repository!, Uri.UnescapeDataString(parts[4]));
        var file = repository!.Files.FirstOrDefault(candidate => candidate.Path == string.Join('/', parts[5..]));
        if (commit is null || file is null)
        {
            await AnswerAsync(context, 404, new() { ["X-Error-Code"] = commit is null ? "RevisionNotFound" : "EntryNotFound" }, "");
            return;
        }

        if (fault?.DropHeader != "X-Repo-Commit")
        {
            context.Response.Headers["X-Repo-Commit"] = commit;
        }

        context.Response.Headers.ETag = $"\"{file.Hash}\"";
        if (file.Storage == "git")
        {
            await BodyWriter.WriteAsync(context, file, fault, seen);
            return;
        }

        context.Response.Headers["X-Linked-Etag"] = $"\"{file.Hash}\"";
        context.Response.Headers["X-Linked-Size"] = $"{file.Length}";
        if (file.Storage == "xet")
        {
            context.Response.Headers["X-Xet-Hash"] = file.Hash;
        }

        context.Response.Headers.Location = $"http://localhost:{ports.Storage}/blob/{file.Hash}?signature=abc";
        await AnswerAsync(context, 302, [], "");
    }

    private static async Task<bool> RefusedAsync(HttpContext context, Repository? repository, bool isFile)
    {
        var token = context.Request.Headers.Authorization.FirstOrDefault()?.Replace("Bearer ", "", StringComparison.Ordinal);
        var isKnown = token is "hf_valid" || (token is not null && repository?.Readers.Contains(token) == true);
        Dictionary<string, string>? refusal = (repository, token, isKnown) switch
        {
            (_, { }, false) => new() { ["X-Error-Message"] = "Invalid credentials in Authorization header" },
            (null, _, _) => new() { ["X-Error-Code"] = "RepoNotFound" },
            ({ Private: true }, _, _) when token is null || !repository.Readers.Contains(token) => new() { ["X-Error-Code"] = "RepoNotFound" },
            ({ Disabled: true }, _, _) => new() { ["X-Error-Message"] = "Access to this resource is disabled." },
            ({ Gated: not null }, _, _) when isFile && (token is null || !repository.Readers.Contains(token)) => new() { ["X-Error-Code"] = "GatedRepo" },
            _ => null,
        };
        if (refusal is null)
        {
            return false;
        }

        var status = (repository, token, isKnown) switch
        {
            (_, { }, false) or (_, null, _) => repository is { Disabled: true } ? 403 : 401,
            (null, _, _) or ({ Private: true }, _, _) => 404,
            _ => 403,
        };
        await AnswerAsync(context, status, refusal, "");
        return true;
    }

    private static string? Commit(Repository repository, string revision) =>
        revision == repository.Commit || revision == "main" ? repository.Commit : repository.Refs.GetValueOrDefault(revision);

    private static async Task AnswerAsync(HttpContext context, int status, Dictionary<string, string> headers, string body, Fault? fault = null)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        if (context.Request.Method != "HEAD" && body.Length > 0)
        {
            await BodyWriter.WriteTextAsync(context, body, fault?.Gzip == true);
        }
    }
}
