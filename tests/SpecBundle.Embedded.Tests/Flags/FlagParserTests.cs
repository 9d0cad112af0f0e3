using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public class FlagParserTests
{
    private static readonly string[] Draft = ["--model-path", "m", "--speculative-algorithm", "EAGLE3", "--speculative-draft-model", "d"];

    [Fact(Timeout = 30_000)]
    public void Aliases_equals_signs_and_unambiguous_beginnings_are_understood()
    {
        var flags = Parsed("--model", "m", "--port=31000", "--tp", "1", "--context-len", "512", "--stream-output");
        Assert.Equal("m", flags.ModelPath);
        Assert.Equal("m", flags.ServedModelName);
        Assert.Equal(31000, flags.Port);
        Assert.Equal(512, flags.ContextLength);
        Assert.True(flags.IncrementalStreamingOutput);
        Assert.Null(flags.Speculation);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("unrecognized arguments: --x stray", "--model", "m", "--x", "stray")]
    [InlineData("unrecognized arguments: --x=1", "--model", "m", "--x=1")]
    [InlineData("ambiguous option: --speculative-num could match --speculative-num-steps, --speculative-num-draft-tokens", "--model", "m", "--speculative-num", "3")]
    [InlineData("argument --model-path/--model: expected one argument", "--model", "--port", "1")]
    [InlineData("argument --enable-metrics: ignored explicit argument 'yes'", "--model", "m", "--enable-metrics=yes")]
    [InlineData("argument --speculative-algorithm: invalid choice: 'NGRAM' (choose from 'EAGLE3')", "--model", "m", "--speculative-algorithm", "NGRAM")]
    [InlineData("argument --device: invalid choice: 'cuda' (choose from 'cpu')", "--model", "m", "--device", "cuda")]
    public void Wrong_usage_is_told_in_argparses_words(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<FlagUsageException>(() => Parsed(arguments)).Message);

    [Fact(Timeout = 30_000)]
    public void A_chain_verifies_one_token_more_than_it_has_steps()
    {
        var adjusted = Parsed([.. Draft, "--speculative-num-steps", "5", "--speculative-eagle-topk", "1", "--speculative-num-draft-tokens", "8"]).Speculation!;
        Assert.Equal((5, 1, 6, true), (adjusted.NumSteps, adjusted.TopK, adjusted.NumDraftTokens, adjusted.Adjusted));
        Assert.False(Parsed([.. Draft, "--speculative-num-steps", "3", "--speculative-eagle-topk", "1", "--speculative-num-draft-tokens", "4"]).Speculation!.Adjusted);
    }

    [Fact(Timeout = 30_000)]
    public void Without_numbers_SGLangs_choice_for_Llama_is_taken()
    {
        var chosen = Parsed(Draft).Speculation!;
        Assert.Equal((5, 4, 8), (chosen.NumSteps, chosen.TopK, chosen.NumDraftTokens));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("must be given together", "--speculative-num-steps", "3")]
    [InlineData("must be given together", "--speculative-num-steps", "3", "--speculative-eagle-topk", "1")]
    [InlineData("more than the tree", "--speculative-num-steps", "1", "--speculative-eagle-topk", "2", "--speculative-num-draft-tokens", "4")]
    [InlineData("--speculative-num-steps must be at least 1, got 0.", "--speculative-num-steps", "0", "--speculative-eagle-topk", "1", "--speculative-num-draft-tokens", "1")]
    public void Numbers_that_make_no_draft_are_refused(string message, params string[] more) =>
        Assert.Contains(message, Assert.Throws<StartRefusedException>(() => Parsed([.. Draft, .. more])).Message, StringComparison.Ordinal);

    [Fact(Timeout = 30_000)]
    public void Speculative_flags_without_an_algorithm_are_not_ignored_silently() =>
        Assert.Contains("without --speculative-algorithm", Assert.Throws<StartRefusedException>(() => Parsed("--model", "m", "--speculative-draft-model-path", "d")).Message, StringComparison.Ordinal);

    [Fact(Timeout = 30_000)]
    public void The_key_comes_from_the_command_line_before_the_environment()
    {
        Assert.Equal("env", ServerFlags.From(FlagParser.Parse(["--model", "m"]), _ => "env").ApiKey);
        Assert.Equal("cli", ServerFlags.From(FlagParser.Parse(["--model", "m", "--api-key", "cli"]), _ => "env").ApiKey);
    }

    [Fact(Timeout = 30_000)]
    public void A_configuration_file_gives_what_the_command_line_does_not()
    {
        var values = ConfigFile.Parse(["# comment", "---", "api-key: 'a: # b'", "port: 31000 # why", "served_model_name: tiny", "enable-metrics: true", "disable-radix-cache: false", ""], "f");
        Assert.Equal("a: # b", values["--api-key"]);
        Assert.Equal("31000", values["--port"]);
        Assert.Equal("tiny", values["--served-model-name"]);
        Assert.True(values.ContainsKey("--enable-metrics"));
        Assert.False(values.ContainsKey("--disable-radix-cache"));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("secret without a colon")]
    [InlineData("  secret: indented")]
    [InlineData("no-such-flag: secret")]
    public void A_line_it_cannot_read_is_named_by_its_place_and_never_shown(string line) =>
        Assert.DoesNotContain("secret", Assert.Throws<FlagUsageException>(() => ConfigFile.Parse([line], "file")).Message, StringComparison.Ordinal);

    private static ServerFlags Parsed(params string[] arguments) => ServerFlags.From(FlagParser.Parse(arguments), _ => null);
}
