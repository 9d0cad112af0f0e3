namespace SpeculativeDecoding.Tests;

public sealed class FlagTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("0.5.23", "--cuda-graph-max-bs", "--cuda-graph-max-bs-decode")]
    [InlineData("0.5.23", "--cuda-graph-bs", "--cuda-graph-bs-decode")]
    [InlineData("0.5.20", "--piecewise-cuda-graph-max-tokens", "--cuda-graph-max-bs-prefill")]
    [InlineData("0.5.20", "--speculative-dflash-draft-window-size", "--speculative-draft-window-size")]
    [InlineData("0.5.23", "--mamba-scheduler-strategy", "--mamba-radix-cache-strategy")]
    [InlineData("0.5.13", "--cuda-graph-max-bs-decode", "--cuda-graph-max-bs")]
    public void A_flag_that_a_release_does_not_have_is_refused_with_its_name_there(string version, string flag, string successor)
    {
        var problem = Planned.Problem(() => Planned.FreeIn(version, flag, "2"));

        Assert.StartsWith($"SGLang {version} does not have {flag}", problem.Message, StringComparison.Ordinal);
        Assert.Contains(successor, problem.Remedy, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.5.23", "--stream-output", "--incremental-streaming-output")]
    [InlineData("0.5.9", "--incremental-streaming-output", "--stream-output")]
    public void The_streaming_switch_is_refused_under_the_other_name(string version, string flag, string name)
    {
        Assert.Contains(name, Planned.Problem(() => Planned.FreeIn(version, flag)).Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_flag_that_is_gone_without_a_successor_says_when_it_was_last_seen()
    {
        var problem = Planned.Problem(() => Planned.FreeIn("0.5.23", "--torchao-config", "int8"));
        Assert.Contains("to 0.5.17", problem.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_flag_of_a_later_release_says_since_when_it_is_there()
    {
        var problem = Planned.Problem(() => Planned.FreeIn("0.5.9", "--speculative-adaptive"));
        Assert.Contains("from 0.5.11 on", problem.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("--mem-fraction-statc", "--mem-fraction-static")]
    [InlineData("--atention-backend", "--attention-backend")]
    [InlineData("--mem_fraction_static", "--mem-fraction-static")]
    [InlineData("--SCHEDULE-POLICY", "--schedule-policy")]
    public void A_misspelt_flag_is_refused_with_the_nearest_name(string misspelt, string meant)
    {
        var problem = Planned.Problem(() => Planned.Free(misspelt, "0.8"));
        Assert.Contains($"The nearest: {meant}", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void An_abbreviation_is_refused_with_the_full_name()
    {
        Assert.Equal("Write --mem-fraction-static.", Planned.Problem(() => Planned.Free("--mem-frac", "0.8")).Remedy);
        Assert.Contains("--speculative-draft-model-path", Planned.Problem(() => Planned.Free("--speculative-draft", "x")).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void The_abbreviations_that_everybody_pastes_are_written_out_and_noted()
    {
        var plan = Planned.Free("--tp", "2");

        Assert.Equal(2, plan.TensorParallelSize);
        Assert.Equal("2", plan.ValueOf("--tp-size"));
        Assert.DoesNotContain("--tp", plan.CommandLine());
        Assert.Contains(plan.Notes, note => note.Contains("--tp is an abbreviation", StringComparison.Ordinal));
        Assert.Equal("2", Planned.Free("--dp=2").ValueOf("--dp-size"));
    }

    [Fact(Timeout = 30_000)]
    public void A_flag_without_its_value_and_a_switch_with_one_are_refused()
    {
        Assert.Equal("--attention-backend needs a value.", Planned.Problem(() => Planned.Free("--attention-backend", "--enable-metrics")).Message);
        Assert.Equal("--enable-metrics is a switch: it takes no value.", Planned.Problem(() => Planned.Free("--enable-metrics=yes")).Message);
        Assert.Equal("'yes' belongs to no flag.", Planned.Problem(() => Planned.Free("--enable-metrics", "yes")).Message);
    }

    [Fact(Timeout = 30_000)]
    public void Values_that_start_with_a_dash_are_told_from_flags_as_python_does()
    {
        Assert.Equal("-1", Planned.Free("--chunked-prefill-size", "-1").ValueOf("--chunked-prefill-size"));
        Assert.Contains("--served-model-name=-odd", Planned.Free("--served-model-name=-odd").CommandLine());
        Assert.Equal(["1", "2", "4"], Planned.FreeIn("0.5.17", "--cuda-graph-bs-decode", "1", "2", "4").CommandLine().TakeLast(3));
    }

    [Fact(Timeout = 30_000)]
    public void A_choice_is_checked_where_the_choices_are_known()
    {
        var problem = Planned.Problem(() => Planned.FreeIn("0.5.23", "--attention-backend", "flashinfr"));
        Assert.Contains("flashinfer", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal("flashinfr", Planned.FreeIn("0.5.17", "--attention-backend", "flashinfr").ValueOf("--attention-backend"));
    }

    [Fact(Timeout = 30_000)]
    public void The_same_flag_twice_is_refused_unless_both_say_the_same()
    {
        Assert.Contains("given twice", Planned.Problem(() => Planned.Free("--ep", "2", "--expert-parallel-size", "4")).Message, StringComparison.Ordinal);
        Assert.Single(Planned.Free("--log-level", "info", "--log-level", "info").CommandLine(), "--log-level");
    }

    [Fact(Timeout = 30_000)]
    public void All_problems_are_told_at_once_each_with_its_way_out()
    {
        var exception = Assert.Throws<LaunchPlanException>(() => Planned.Plan(
            Catalog.Kimi_K2, change: options => options.Speculation = new(3, 1, 5), free: ["--no-such-flag", "--port", "99999"]));

        Assert.Equal(4, exception.Problems.Count);
        Assert.All(exception.Problems, problem => Assert.Contains(problem.Remedy, exception.Hint, StringComparison.Ordinal));
    }
}
