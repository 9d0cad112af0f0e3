using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A template that cuts what an assistant thought off its earlier answers, beside the tokenizer of the tiny pair: each turn is put into it with the answers before.</summary>
public sealed class ThinkingTemplateTests : BenchmarkFolder
{
    private const string Template =
        """
        {%- for message in messages -%}
            {%- set text = message.content -%}
            {%- if message.role == 'assistant' and '</think>' in text -%}
                {%- set text = text.split('</think>')[-1].lstrip() -%}
            {%- endif -%}
            {{- '<|' ~ message.role ~ '|>' ~ text -}}
        {%- endfor -%}
        {{- '<|assistant|>' -}}
        """;

    private readonly string _target = Directory.CreateTempSubdirectory("specbundle-thinking-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Both_turns_are_asked_and_the_second_follows_the_first()
    {
        var run = await RunAsync(await OptionsAsync(new BenchmarkPrompt { Id = "talk/1", Turns = ["First?", "Second?"] }));

        Assert.Empty(run.Failures);
        Assert.Equal([0, 1, 0, 1], run.Records.Select(record => record.Turn));
        Assert.All(run.Records, record => Assert.Null(record.Error));
        Assert.All(run.Records.Chunk(2), turns => Assert.True(turns[1].PromptTokens > turns[0].PromptTokens + turns[0].CompletionTokens - 2));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_was_thought_in_an_earlier_answer_is_not_sent_again()
    {
        var run = await RunAsync(await OptionsAsync(Asked("thought", "<think>One and\n</think>\none more.</think>\n\nTwo."), Asked("plain", "Two.")));

        Assert.All(run.Records, record => Assert.Null(record.Error));
        Assert.All(run.Records.GroupBy(record => record.Configuration), records =>
        {
            Assert.Equal(2, records.Count());
            Assert.Single(records.Select(record => record.PromptTokens).Distinct());
            Assert.Single(records.Select(record => record.Output).Distinct());
        });
    }

    private protected override void OnDispose() => Directory.Delete(_target, recursive: true);

    private static BenchmarkPrompt Asked(string id, string answer) => new()
    {
        Id = id,
        History = [new BenchmarkMessage { Role = "user", Content = "How many are one and one?" }, new BenchmarkMessage { Role = "assistant", Content = answer }],
        Turns = ["And one more?"],
    };

    private async Task<BenchmarkOptions> OptionsAsync(params BenchmarkPrompt[] prompts)
    {
        var models = EmbeddedInstallation.Find(null).Folder;
        foreach (var file in Directory.GetFiles(Path.Combine(models, Catalog.Tiny.Target.Repository)))
        {
            File.Copy(file, Path.Combine(_target, Path.GetFileName(file)));
        }

        await File.WriteAllTextAsync(Path.Combine(_target, "chat_template.jinja"), Template, Cancellation);
        var options = Options([], new PromptWorkload("talk", prompts) { MaxNewTokens = 24 });
        options.Pair = new ModelPair(_target, Path.Combine(models, Catalog.Tiny.Draft!.Repository));
        options.Launch.Engine = LaunchEngine.Embedded;
        return options;
    }
}
