using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>Every generation of SGLang's protocol, made from the recorded one, gives the same answer.</summary>
public sealed class GenerationTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;

    public static MatrixTheoryData<string, string> All => new(
        [.. RecordedStream.FinishedNames.Where(name => name.StartsWith("eagle3", StringComparison.Ordinal) || name.StartsWith("plain", StringComparison.Ordinal))],
        [.. ProtocolGeneration.All.Select(generation => generation.Name)]);

    [Theory(Timeout = Limit)]
    [MemberData(nameof(All))]
    public async Task A_stream_of_any_generation_gives_what_the_recorded_one_gives(string name, string generationName)
    {
        var recorded = RecordedStream.Load(name);
        var generation = ProtocolGeneration.All.Single(generation => generation.Name == generationName);
        var frames = generation.Convert(recorded.Frames);
        var head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n"u8.ToArray();
        using var client = new SpecClient(server.Address(server.Add([.. head, .. Answers.Events(frames)])), new SpecClientOptions());

        var chunks = new List<GenerateChunk>();
        await foreach (var chunk in client.StreamAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken))
        {
            chunks.Add(chunk);
        }

        var result = chunks[^1].Result!;
        Assert.Equal(recorded.Text(name), result.Text);
        Assert.Equal(result.Text, string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.Equal(generation.HasIds ? recorded.Ids(name) : [], result.OutputIds);
        Assert.Equal(recorded.Steps, chunks.Select(chunk => chunk.NewTokens));
        Assert.Empty(result.Statistics.Violations);
        CheckSpeculation(recorded, generation, result.Statistics.Speculation);
    }

    [Fact(Timeout = Limit)]
    public void The_zeros_of_0_5_4_to_0_5_6_are_unknown()
    {
        var verified = Answers.InOnePiece("""{"text":"x","meta_info":{"finish_reason":{"type":"stop","matched":2},"completion_tokens":9,"spec_verify_ct":4,"spec_accept_rate":0.0,"spec_accept_length":0}}""");
        var nothing = Answers.InOnePiece("""{"text":"x","meta_info":{"finish_reason":{"type":"stop","matched":2},"completion_tokens":1,"spec_verify_ct":0,"spec_accept_rate":0.0,"spec_accept_length":0}}""");

        Assert.Equal(new SpeculationStatistics { VerifySteps = 4, CompletionTokens = 9 }, verified.Statistics.Speculation);
        Assert.Equal((2.25, (double?)null), (verified.Statistics.Speculation!.AcceptLength, verified.Statistics.Speculation.AcceptRate));
        Assert.Null(nothing.Statistics.Speculation);
        Assert.Empty(verified.Statistics.Violations);
    }

    [Fact(Timeout = Limit)]
    public void The_newest_name_counts_whatever_the_order()
    {
        const string Old = "\"spec_accept_token_num\":1,\"spec_accepted_drafts\":2";
        foreach (var fields in (string[])[Old + ",\"spec_num_correct_drafts\":3", "\"spec_num_correct_drafts\":3," + Old])
        {
            var result = Answers.InOnePiece($$$"""{"text":"","meta_info":{"finish_reason":{"type":"length","length":7},"completion_tokens":7,"spec_verify_ct":3,{{{fields}}}}}""");
            Assert.Equal(3, result.Statistics.Speculation!.AcceptedDrafts);
        }
    }

    private static void CheckSpeculation(RecordedStream recorded, ProtocolGeneration generation, SpeculationStatistics? speculation)
    {
        Assert.Equal(recorded.Counter("spec_verify_ct"), speculation?.VerifySteps);
        Assert.Equal(recorded.LastMeta["spec_accept_length"]?.GetValue<double>(), speculation?.AcceptLength);
        Assert.Equal(generation.HasDrafts ? recorded.Counter("spec_num_correct_drafts") : null, speculation?.AcceptedDrafts);
        Assert.Equal(generation.HasDrafts ? recorded.Counter("spec_num_proposed_drafts") : null, speculation?.ProposedDrafts);
        var histogram = recorded.LastMeta["spec_correct_drafts_histogram"]?.AsArray().Select(count => count!.GetValue<int>());
        Assert.Equal(generation.HasHistogram ? histogram : null, speculation?.AcceptHistogram);
    }
}
