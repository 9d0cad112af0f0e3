using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Prompts of several turns, and what the context leaves room for.</summary>
public sealed class ConversationTests : BenchmarkFolder
{
    [Fact(Timeout = Timeout)]
    public async Task The_second_turn_follows_the_answer_to_the_first()
    {
        var run = await RunAsync(Options("1,3,1,4", [], Talk("And with 2 more?", 40)));
        Assert.Equal([0, 1], run.Records.Select(record => record.Turn));
        Assert.Equal(run.Records[0].FinishedSeconds, run.Records[1].DueSeconds);
        Assert.True(run.Records[1].PromptTokens > run.Records[0].PromptTokens + run.Records[0].CompletionTokens - 2);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_long_first_answer_leaves_room_for_the_second_question_and_its_answer()
    {
        // The server goes on until the limit; the question that follows takes a quarter of the context.
        var run = await RunAsync(Options([], Talk(string.Join(' ', Enumerable.Repeat("And with 2 more apples?", 80)), 100_000)));
        Assert.All(run.Records, record => Assert.Null(record.Error));
        Assert.Equal(4, run.Records.Count);
        foreach (var configuration in run.Records.GroupBy(record => record.Configuration))
        {
            var (first, second) = (configuration.Single(record => record.Turn == 0), configuration.Single(record => record.Turn == 1));
            Assert.InRange(first.MaxNewTokens!.Value, 100, 1000);
            Assert.True(second.MaxNewTokens >= first.MaxNewTokens - 1, $"{second.MaxNewTokens} after {first.MaxNewTokens}");
        }

        Assert.Single(run.Records.Where(record => record.Turn == 0).Select(record => record.MaxNewTokens).Distinct());
    }

    [Fact(Timeout = Timeout)]
    public async Task An_answer_longer_than_the_context_is_cut_alike_in_every_configuration_and_said()
    {
        var run = await RunAsync(Options([], new PromptWorkload("long", Questions(2)) { MaxNewTokens = 100_000, StopStrings = ["."] }));
        Assert.All(run.Records, record => Assert.Null(record.Error));
        Assert.Contains(run.Notes, note => note.Contains("4 requests were allowed fewer new tokens", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_prompt_that_is_sent_as_it_stands_is_kept_within_the_context_too()
    {
        var run = await RunAsync(Options("1,3,1,4", [], new PromptWorkload("raw", [new BenchmarkPrompt { Id = "raw/0", Raw = Questions(1)[0] }]) { MaxNewTokens = 100_000, StopStrings = ["."] }));
        var record = Assert.Single(run.Records);
        Assert.Null(record.Error);
        Assert.InRange(record.MaxNewTokens!.Value, 1500, 2048);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_prompt_that_brings_the_template_already_is_named()
    {
        var run = await RunAsync(Options("1,3,1,4", [Questions(1)[0], "<|bos|><|user|>" + Questions(2)[1]]));
        Assert.Contains(run.Notes, note => note.StartsWith("The prompt mine/1 begins as the chat template", StringComparison.Ordinal));
    }

    private static PromptWorkload Talk(string second, int limit) =>
        new("talk", [new BenchmarkPrompt { Id = "talk/1", Turns = ["Tom has 3 apples and buys 4 more. How many apples does Tom have?", second] }]) { MaxNewTokens = limit };
}
