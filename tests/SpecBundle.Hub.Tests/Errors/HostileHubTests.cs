using System.IO.Compression;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>Tests that weigh the memory of the whole process, which no other test may use meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Whatever answers in the Hub's place: one sentence, within bounds of bytes, depth and time.</summary>
[Collection(nameof(Alone))]
public sealed class HostileHubTests
{
    private const int Timeout = 600_000;
    private const string Commit = RepositoryText.Commit;
    private const long MostMemory = 256_000_000;

    [Theory(Timeout = Timeout)]
    [InlineData("an endless list")]
    [InlineData("a list in circles")]
    [InlineData("a list of two pages in turn")]
    public async Task A_list_without_an_end_is_given_up(string kind)
    {
        var page = 0;
        await using var hub = new HostileHub(target => [target.Contains("/revision/", StringComparison.Ordinal)
            ? HostileHub.Json($$"""{"sha":"{{Commit}}"}""")
            : HostileHub.Json("[]", $"Link: <{Next(target)}>; rel=\"next\"\r\n")]);
        string Next(string target) => kind switch
        {
            "an endless list" => $"/api/models/org/target/tree/{Commit}?cursor={++page}",
            "a list in circles" => target,
            _ => target.Contains("cursor=a", StringComparison.Ordinal) ? $"/api/models/org/target/tree/{Commit}?cursor=b" : $"/api/models/org/target/tree/{Commit}?cursor=a",
        };
        var refused = await RefusedAsync(hub);
        Assert.Equal(HubFailureReason.NotAHub, refused.Reason);
        Assert.Contains("in circles or has no end", refused.Message, StringComparison.Ordinal);
        Assert.InRange(hub.Requests, 2, 10_002);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("revision")]
    [InlineData("tree")]
    [InlineData("config.json")]
    [InlineData("model.safetensors.index.json")]
    public async Task An_answer_that_does_not_end_is_read_no_further_than_any_honest_one(string where)
    {
        await AnswersAsync(where, Endless());
        static IEnumerable<byte[]> Endless()
        {
            yield return Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX-Repo-Commit: x\r\nConnection: close\r\n\r\n[");
            var more = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0,", 32_768)));
            while (true)
            {
                yield return more;
            }
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("revision")]
    [InlineData("tree")]
    [InlineData("config.json")]
    [InlineData("model.safetensors.index.json")]
    public async Task A_body_that_unpacks_to_a_thousand_times_its_size_is_read_no_further_either(string where)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            var spaces = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var round = 0; round < 1_000; round++)
            {
                gzip.Write(spaces);
            }
        }

        await AnswersAsync(where, [HostileHub.Whole("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nX-Repo-Commit: x\r\n", packed.ToArray())]);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("""{"sha":"\ud800"}""")]
    [InlineData("""{"sha":"0123456789abcdef0123456789abcdef01234567","id":"\udc00/x"}""")]
    [InlineData("""{"\ud800":1,"sha":1}""")]
    [InlineData("""{"sha":"0123456789abcdef0123456789abcdef01234567","id":"../../x"}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("null")]
    [InlineData("\0")]
    public async Task Json_that_no_Hub_would_send_is_one_sentence(string body)
    {
        await using var hub = new HostileHub(_ => [HostileHub.Json(body)]);
        var refused = await RefusedAsync(hub);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_the_Hub_says_can_not_rule_the_terminal()
    {
        await using var hub = new HostileHub(_ => [HostileHub.Whole("HTTP/1.1 501 No\u001b[31m\r\nX-Error-Message: \u001b]0;title\u0007" + new string('x', 5_000) + "\r\n", [])]);
        var refused = await RefusedAsync(hub);
        Assert.DoesNotContain(refused.Message, char.IsControl);
        Assert.InRange(refused.Message.Length, 100, 1_000);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_token_that_the_Hub_repeats_is_not_shown()
    {
        await using var hub = new HostileHub(_ => [HostileHub.Whole("HTTP/1.1 403 hf_sesame\r\nX-Error-Message: not hf_sesame\r\n", [])]);
        using var client = new HubClient(HubSettings.Read(name => name == "HF_TOKEN" ? "hf_sesame" : null, hub.Address) with { CacheFolder = Path.Combine(Path.GetTempPath(), "specbundle-none-" + Guid.NewGuid().ToString("N")), FirstWait = TimeSpan.FromTicks(1) });
        var refused = await Assert.ThrowsAsync<HubException>(() => client.PlanPullAsync(new ModelPair("org/target", null), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("403 *** (not ***)", refused.Message, StringComparison.Ordinal);
    }

    [LongForm]
    [Fact(Timeout = 3_600_000)]
    public async Task However_its_answers_are_damaged_it_is_a_typed_error_or_a_plan()
    {
        var random = new Random(20_261_129);
        var inputs = Soak.Inputs(brief: 2_000, full: 100_000);
        var damage = new byte[][] { [], [] };
        await using var hub = new HostileHub(target => [target.Contains("/revision/", StringComparison.Ordinal) ? damage[0] : damage[1]]);
        using var client = Client(hub);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = before;
        var (plans, errors) = (0, 0);
        for (var input = 0; input < inputs; input++)
        {
            damage = [HostileAnswers.Revision(random), HostileAnswers.Tree(random)];
            try
            {
                await client.PlanPullAsync(new ModelPair("org/target", null), cancellationToken: TestContext.Current.CancellationToken);
                plans++;
            }
            catch (SpecBundleException exception)
            {
                errors++;
                Assert.DoesNotContain(exception.Message, character => char.IsControl(character) && character != '\n');
            }

            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
        }

        TestContext.Current.SendDiagnosticMessage("{0} hostile answers: {1} plans, {2} errors, {3} requests, {4} MB more memory.", inputs, plans, errors, hub.Requests, (most - before) / 1_000_000);
        Assert.InRange(most - before, long.MinValue, MostMemory);
        Assert.NotEqual(0, errors);
    }

    private static HubClient Client(HostileHub hub) => new(HubSettings.Read(_ => null, hub.Address) with
    {
        CacheFolder = Path.Combine(Path.GetTempPath(), "specbundle-none-" + Guid.NewGuid().ToString("N")), FirstWait = TimeSpan.FromTicks(1), AnswerTimeout = TimeSpan.FromMinutes(5),
    });

    private static async Task<HubException> RefusedAsync(HostileHub hub)
    {
        using var client = Client(hub);
        return await Assert.ThrowsAsync<HubException>(() => client.PlanPullAsync(new ModelPair("org/target", null), cancellationToken: TestContext.Current.CancellationToken));
    }

    /// <summary>A repository of which one answer is the hostile one.</summary>
    private static async Task AnswersAsync(string where, IEnumerable<byte[]> hostile)
    {
        var files = $$"""
            [{"type":"file","path":"config.json","size":{{RepositoryText.TargetConfiguration.Length}},"oid":"{{RepositoryText.GitHashOf(RepositoryText.TargetConfiguration)}}"},
             {"type":"file","path":"model.safetensors.index.json","size":9,"oid":"{{new string('b', 40)}}"},
             {"type":"file","path":"model.safetensors","size":9,"oid":"x","lfs":{"oid":"{{new string('c', 64)}}","size":9} }]
            """;
        await using var hub = new HostileHub(target =>
            target.Contains(where, StringComparison.Ordinal) && (where != "config.json" || target.Contains("/resolve/", StringComparison.Ordinal)) ? hostile
            : target.Contains("/revision/", StringComparison.Ordinal) ? [HostileHub.Json($$"""{"sha":"{{Commit}}"}""")]
            : target.Contains("/tree/", StringComparison.Ordinal) ? [HostileHub.Json(files)]
            : [HostileHub.Json(RepositoryText.TargetConfiguration, "X-Repo-Commit: x\r\n")]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await RefusedAsync(hub);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, long.MinValue, MostMemory);
    }
}
