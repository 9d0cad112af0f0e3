namespace SpeculativeDecoding.Tests;

/// <summary>Each argument of a plan passes one gate, which spells it for the planned release.</summary>
public sealed class FlagGateTests
{
    public static TheoryData<string> Releases => ReleaseTests.Releases;

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Releases))]
    public void With_every_option_set_a_release_gets_only_flags_that_it_has_or_a_note(string release)
    {
        var flags = SglangFlags.Of(release);
        const string Commit = "0123456789abcdef0123456789abcdef01234567";
        foreach (var pair in Catalog.All)
        {
            var machine = new LaunchMachine { Gpus = Machines.EightH200, SecretFile = "/run/key.yaml", Checkpoints = new[] { pair.Target.Repository, pair.Draft!.Repository }.ToDictionary(name => name, _ => Commit) };
            var plan = Planned.Plan(pair, release, machine, options =>
            {
                (options.Engine, options.AllowRemoteCode, options.ApiKey) = (LaunchEngine.Sglang, true, "key");
                (options.Host, options.Port, options.TensorParallelSize) = ("0.0.0.0", 31_000, 4);
                (options.ContextLength, options.MemoryFractionStatic, options.MaxRunningRequests) = (2_048, 0.8, 8);
                if (pair == Catalog.Tiny)
                {
                    options.TensorParallelSize = 2;
                }
            });
            var written = plan.CommandLine().Where(element => element.StartsWith("--", StringComparison.Ordinal)).ToList();

            Assert.All(written, flag => Assert.True(flags.Has(flag), flag));
            foreach (var setting in new[] { ServerSetting.TargetRevision, ServerSetting.DraftRevision, ServerSetting.IncrementalStreaming })
            {
                Assert.True(written.Exists(flag => flags.SpellingsOf(setting.Flag).Contains(flag)) || plan.Notes.Any(note => note.Contains(plan.SglangVersion!, StringComparison.Ordinal)), setting.Flag);
            }
        }
    }

    [Fact(Timeout = 30_000)]
    public void A_flag_that_a_release_renames_is_renamed_in_one_place()
    {
        var plan = Planner.Plan(
            Catalog.Qwen3_30B,
            new PlanOptions { TensorParallelSize = 4, Port = 31_000, ApiKey = "s3cret" },
            new LaunchMachine(),
            Renaming(("--tp-size", "--gpus"), ("--model-path", "--target"), ("--port", "--listen"), ("--api-key", "--bearer"), ("--speculative-algorithm", "--algorithm")),
            "0.6.0");

        Assert.Equal("4", plan.ValueOf("--gpus"));
        Assert.Equal(Catalog.Qwen3_30B.Target.Repository, plan.ValueOf("--target"));
        Assert.Equal("31000", plan.ValueOf("--listen"));
        Assert.Equal("EAGLE3", plan.ValueOf("--algorithm"));
        Assert.Equal("s3cret", plan.ValueOf("--bearer"));
        Assert.DoesNotContain("s3cret", plan.ToShell(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void The_users_spelling_is_understood_whichever_release_it_is_of()
    {
        var options = new PlanOptions { ExtraArguments = { "--gpus", "2", "--bearer", "s3cret" } };
        var plan = Planner.Plan(Catalog.Qwen3_30B, options, new LaunchMachine(), Renaming(("--tp-size", "--gpus"), ("--api-key", "--bearer")), "0.6.0");

        Assert.Equal(2, plan.TensorParallelSize);
        Assert.Equal("s3cret", plan.ApiKey);
        Assert.DoesNotContain(plan.Arguments, argument => argument.Value == "s3cret");
    }

    [Fact(Timeout = 30_000)]
    public void What_a_release_lacks_without_a_successor_is_a_problem_and_never_passed_on()
    {
        var rows = FlagTable.Sglang.Rows.Values.Where(row => row.Name is not ("--max-running-requests")).ToList();
        var flags = new FlagSet("SGLang 0.6.0", rows.Where(row => row.IsIn(FlagTable.Sglang.Newest)), FlagTable.Sglang.Rows);
        var problem = Planned.Problem(() => Planner.Plan(Catalog.Qwen3_30B, new PlanOptions(), new LaunchMachine(), flags, "0.6.0"));

        Assert.StartsWith("SGLang 0.6.0 does not have --max-running-requests", problem.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void Between_two_releases_a_name_that_both_have_is_preferred()
    {
        Assert.Equal("2", Planned.Plan(Catalog.Llama4_Maverick, "0.5.14").ValueOf("--cuda-graph-max-bs"));
        Assert.Equal("2", Planned.Plan(Catalog.Llama4_Maverick, "0.5.16").ValueOf("--cuda-graph-max-bs-decode"));
    }

    [Fact(Timeout = 30_000)]
    public void No_step_spells_a_flag_itself()
    {
        var steps = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "steps"), "*.cs");

        Assert.True(steps.Length >= 14, $"Only {steps.Length} sources of steps are here.");
        Assert.All(steps, path => Assert.DoesNotContain("\"--", File.ReadAllText(path), StringComparison.Ordinal));
    }

    /// <summary>The newest release, with some flags renamed.</summary>
    private static FlagSet Renaming(params (string Old, string New)[] names)
    {
        var newest = FlagTable.Sglang.Rows.Values.Where(row => row.IsIn(FlagTable.Sglang.Newest));
        var renamed = newest.Where(row => !names.Any(name => row.Aliases.Contains(name.Old)))
            .Select(row => Array.Find(names, name => name.Old == row.Name) is { New: { } name } ? row with { Name = name, Aliases = [] } : row);
        return new("SGLang 0.6.0", renamed, FlagTable.Sglang.Rows)
        {
            Successors = new([.. names.Select(name => FlagSuccessors.Renamed(name.Old, name.New)), FlagSuccessors.Renamed("--stream-output", "--incremental-streaming-output")]),
        };
    }
}
