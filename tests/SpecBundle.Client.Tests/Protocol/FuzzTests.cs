using System.Text;
using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>Real answers split, cut and spoilt at random: a client gives the whole answer or a typed error with a true beginning of it.</summary>
public sealed class FuzzTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 120_000;
    private const int Tries = 150;
    private static readonly string[] Names = [.. RecordedStream.FinishedNames];
    private static readonly Gen<string> Name = Gen.Int[0, Names.Length - 1].Select(index => Names[index]);

    [Fact(Timeout = Limit)]
    public async Task However_the_bytes_are_split_the_chunks_are_the_same()
    {
        await Gen.Select(Name, Gen.Int[1, 700].Array[1, 5]).SampleAsync(
            async (name, sizes) =>
            {
                var recorded = RecordedStream.Load(name);
                var chunks = await Answers.ReadAsync(new PiecewiseStream(recorded.Body, sizes));
                return chunks[^1].Result!.Text == recorded.Text(name) && chunks.Select(chunk => chunk.NewTokens).SequenceEqual(recorded.Steps);
            },
            iter: Tries,
            threads: 1);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(RecordedAnswerTests.Finished), MemberType = typeof(RecordedAnswerTests))]
    public async Task Reads_of_one_byte_give_the_same_chunks(string name)
    {
        var recorded = RecordedStream.Load(name);

        var chunks = await Answers.ReadAsync(new PiecewiseStream(recorded.Body, 1));

        Assert.Equal(recorded.Text(name), chunks[^1].Result!.Text);
        Assert.Equal(recorded.Ids(name), chunks.SelectMany(chunk => chunk.OutputIds.ToArray()));
        Assert.Equal(recorded.Steps, chunks.Select(chunk => chunk.NewTokens));
    }

    [Fact(Timeout = Limit)]
    public async Task However_a_stream_is_cut_what_arrived_is_kept()
    {
        await Gen.Select(Name, Gen.Double[0, 1]).SampleAsync(
            async (name, where) =>
            {
                var length = new FileInfo(Path.Combine(ReplayProcess.Recordings, "http", name + ".response")).Length;
                var outcome = await AskAsync(name, $";truncate={(int)(length * where)}");
                return IsTrue(outcome, RecordedStream.Load(name), name) && (outcome.Complete || outcome.Error is not null);
            },
            iter: Tries,
            threads: 1);
    }

    [Fact(Timeout = Limit)]
    public async Task A_stream_that_ends_between_two_frames_without_chunking_is_cut_as_well()
    {
        var recorded = RecordedStream.Load("eagle3.generate_stream");
        var head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nConnection: close\r\n\r\n"u8.ToArray();
        foreach (var length in (int[])[0, 10, 900, recorded.Body.AsSpan().LastIndexOf("data: {"u8), recorded.Body.AsSpan().LastIndexOf("data: {"u8) + 200])
        {
            var outcome = await AskAsync(server.Add([.. head, .. recorded.Body.AsSpan(0, length)]), "");

            Assert.IsType<StreamCutException>(outcome.Error);
            Assert.True(IsTrue(outcome, recorded, "eagle3.generate_stream"));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Spoilt_bytes_never_give_anything_but_an_answer_or_a_typed_error()
    {
        var spoil = Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 6];
        await Gen.Select(Name, spoil).SampleAsync(
            async (name, changes) =>
            {
                var bytes = await File.ReadAllBytesAsync(Path.Combine(ReplayProcess.Recordings, "http", name + ".response"));
                foreach (var (where, value) in changes)
                {
                    bytes[(int)(where * (bytes.Length - 1))] = value;
                }

                // An exception of any other type fails the sample.
                var outcome = await AskAsync(server.Add(bytes), "");
                return outcome.Complete || outcome.Error is not null;
            },
            iter: Tries,
            threads: 1);
    }

    private static bool IsTrue((string Text, GenerateException? Error, bool Complete) outcome, RecordedStream recorded, string name)
    {
        var whole = recorded.Text(name);
        return outcome.Complete
            ? outcome.Text == whole
            : whole.StartsWith(outcome.Text, StringComparison.Ordinal) && (outcome.Error!.Partial?.Text ?? "") == outcome.Text;
    }

    private async Task<(string Text, GenerateException? Error, bool Complete)> AskAsync(string name, string options)
    {
        using var client = new SpecClient(server.Address(name, options), new SpecClientOptions { FirstTokenTimeout = TimeSpan.FromSeconds(20), IdleTimeout = TimeSpan.FromSeconds(20) });
        var text = new StringBuilder();
        var complete = false;
        try
        {
            await foreach (var chunk in client.StreamAsync(new GenerateRequest { Prompt = "x" }))
            {
                text.Append(chunk.Text);
                complete = chunk.Result is not null;
            }

            return (text.ToString(), null, complete);
        }
        catch (GenerateException error)
        {
            return (text.ToString(), error, false);
        }
    }
}
