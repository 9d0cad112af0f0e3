using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Rows in each source's schema become the prompts that the Python suite sends.</summary>
public sealed class PromptTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("aime", 32_768, "Maxwell-Jia/AIME_2024", null, "train")]
    [InlineData("ceval", 2048, "ceval/ceval-exam", null, "test")]
    [InlineData("financeqa", 2048, "AfterQuery/FinanceQA", null, "test")]
    [InlineData("gpqa", 2048, "Idavidrein/gpqa", "gpqa_main", "train")]
    [InlineData("gsm8k", 512, "openai/gsm8k", "main", "test")]
    [InlineData("humaneval", 1024, "openai/openai_humaneval", null, "test")]
    [InlineData("livecodebench", 2048, "livecodebench/code_generation", null, "test")]
    [InlineData("math500", 2048, "HuggingFaceH4/MATH-500", null, "test")]
    [InlineData("mbpp", 1024, "google-research-datasets/mbpp", "sanitized", "test")]
    [InlineData("mmlu", 2048, "cais/mmlu", "all", "test")]
    [InlineData("mmstar", 2048, "Lin-Chen/MMStar", null, "val")]
    [InlineData("mtbench", 2048, "HuggingFaceH4/mt_bench_prompts", null, "train")]
    [InlineData("simpleqa", 2048, "basicv8vc/SimpleQA", null, "test")]
    public async Task Each_workload_has_its_source_and_limit(string name, int newTokens, string repository, string? config, string split)
    {
        var workload = BenchmarkSuite.Get(name);
        Assert.Equal((newTokens, repository, config, split),
            (workload.MaxNewTokens, workload.Source!.Repository, workload.Source.Config, workload.Source.Split));
        Assert.Equal(name == "gpqa", workload.Source.RequiresToken);

        var all = await Fixtures.PromptsOfAsync(name);
        Assert.Equal(all.Count, all.Select(prompt => prompt.Id).Distinct().Count());
        Assert.All(all, prompt => Assert.StartsWith(name + "/", prompt.Id, StringComparison.Ordinal));
        var one = await workload.LoadAsync(Fixtures.RowsOf(name), 1, name == "ceval" ? ["law"] : null, TestContext.Current.CancellationToken);
        if (name != "ceval")
        {
            Assert.Equal(all[0].Turns, Assert.Single(one).Turns);
        }
    }

    [Fact(Timeout = Limit)]
    public void There_are_thirteen() => Assert.Equal(
        "aime ceval financeqa gpqa gsm8k humaneval livecodebench math500 mbpp mmlu mmstar mtbench simpleqa",
        string.Join(' ', BenchmarkSuite.All.Select(workload => workload.Name)));

    [Fact(Timeout = Limit)]
    public void Only_gsm8k_and_mbpp_have_stop_strings()
    {
        Assert.Equal(["Question", "Assistant:", "<|separator|>"], BenchmarkSuite.Get("gsm8k").StopStrings);
        Assert.Equal(["[DONE]"], BenchmarkSuite.Get("mbpp").StopStrings);
        Assert.All(BenchmarkSuite.All.Where(workload => workload.Name is not ("gsm8k" or "mbpp")), workload => Assert.Empty(workload.StopStrings));
    }

    [Fact(Timeout = Limit)]
    public async Task Aime_asks_for_a_box()
    {
        var prompts = await Fixtures.PromptsOfAsync("aime");
        Assert.Equal("Find the remainder of $7^{2}$ by 10.\nPlease reason step by step, and put your final answer within \\boxed{}.",
            Assert.Single(prompts[1].Turns));
        Assert.Equal(["9", "009"], prompts.Select(prompt => prompt.Reference));
    }

    [Fact(Timeout = Limit)]
    public async Task Ceval_lists_its_choices_and_keeps_what_has_no_published_answer()
    {
        var workload = BenchmarkSuite.Get("ceval");
        var prompts = await workload.LoadAsync(Fixtures.RowsOf("ceval"), null, ["law", "logic"], TestContext.Current.CancellationToken);
        Assert.Equal(["ceval/law/0", "ceval/law/1", "ceval/logic/0", "ceval/logic/1"], prompts.Select(prompt => prompt.Id));
        Assert.Equal("下列哪一个是偶数？____\n\n选项：\nA. 三\nB. 四\nC. 五\nD. 七\n\n请从A、B、C、D中选择一个答案。", prompts[0].Turns[0]);
        Assert.Equal(("law", "B"), (prompts[0].Category, prompts[0].Reference));
        Assert.Null(prompts[1].Reference);
    }

    [Fact(Timeout = Limit)]
    public async Task Ceval_has_fifty_two_subjects_and_counts_over_all_of_them()
    {
        var workload = BenchmarkSuite.Get("ceval");
        Assert.Equal(52, workload.Subsets.Distinct().Count());
        Assert.Equal(104, (await Fixtures.PromptsOfAsync("ceval")).Count);
        Assert.Equal(5, (await workload.LoadAsync(Fixtures.RowsOf("ceval"), 5, null, TestContext.Current.CancellationToken)).Count);
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => workload.LoadAsync(Fixtures.RowsOf("ceval"), 5, ["astrology"], TestContext.Current.CancellationToken));
        Assert.Contains("accountant", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Ceval_leaves_out_empty_choices_and_keeps_blank_ones()
    {
        using var folder = new TemporaryFolder();
        var file = await folder.WriteAsync("rows.jsonl", """{"question":"?","A":"","B":" ","C":"二","D":"三","answer":"B"}""");
        var prompt = Assert.Single(await BenchmarkSuite.Get("ceval").LoadAsync(new FileRowSource(file), null, ["law"], TestContext.Current.CancellationToken));
        Assert.Contains("A. \nB. 二\nC. 三\n", prompt.Turns[0], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Financeqa_gives_the_passage_where_there_is_one()
    {
        var prompts = await Fixtures.PromptsOfAsync("financeqa");
        Assert.Equal("Given the following context:\n\nThe shop sold 10 lamps at $5 and paid $30 for them.\n\n"
            + "Can you answer the following question?\n\nWhat is the gross profit?", prompts[0].Turns[0]);
        Assert.Equal("What does gross profit leave out?", prompts[1].Turns[0]);
        Assert.Equal(["basic", "conceptual"], prompts.Select(prompt => prompt.Category));
    }

    [Fact(Timeout = Limit)]
    public async Task Gpqa_places_the_right_choice_by_the_question_alone()
    {
        var first = await Fixtures.PromptsOfAsync("gpqa");
        var second = await Fixtures.PromptsOfAsync("gpqa");
        Assert.Equal(first.Select(prompt => prompt.Turns[0]), second.Select(prompt => prompt.Turns[0]));
        Assert.StartsWith("Answer the following multiple choice question. The last line of your response should be of the following format: "
            + "'Answer: $LETTER' (without quotes) where LETTER is one of ABCD. Think step by step before answering.\n\n"
            + "Which colour of light has the longest wave?\n\nA) ", first[0].Turns[0], StringComparison.Ordinal);
        Assert.Contains($"\n{first[0].Reference}) red", first[0].Turns[0], StringComparison.Ordinal);
        Assert.Contains($"\n{first[1].Reference}) carbon dioxide", first[1].Turns[0], StringComparison.Ordinal);
        Assert.Equal("Physics", first[0].Category);
    }

    [Fact(Timeout = Limit)]
    public async Task Gsm8k_completes_after_the_first_five_problems_even_when_fewer_are_asked()
    {
        var one = await BenchmarkSuite.Get("gsm8k").LoadAsync(Fixtures.RowsOf("gsm8k"), 1, null, TestContext.Current.CancellationToken);
        var prompt = Assert.Single(one);
        Assert.Empty(prompt.Turns);
        Assert.StartsWith("Question: Ann has 2 shells and finds 2 more. How many has she?\nAnswer: She has 2+2=<<2+2=4>>4 shells.\n#### 4\n\n"
            + "Question: Ann has 3 shells", prompt.Raw, StringComparison.Ordinal);
        Assert.EndsWith("#### 12\n\nQuestion: Ann has 2 shells and finds 2 more. How many has she?\nAnswer:", prompt.Raw, StringComparison.Ordinal);

        var all = await Fixtures.PromptsOfAsync("gsm8k");
        Assert.Equal(["4", "6", "8", "10", "12", "2400"], all.Select(each => each.Reference));
    }

    [Fact(Timeout = Limit)]
    public async Task Humaneval_sends_the_unfinished_function_as_it_is()
    {
        var prompts = await Fixtures.PromptsOfAsync("humaneval");
        Assert.StartsWith("from typing import List\n\n\ndef double_all(", prompts[0].Turns[0], StringComparison.Ordinal);
        Assert.EndsWith("    \"\"\"\n", prompts[0].Turns[0], StringComparison.Ordinal);
        Assert.Equal("double_all", prompts[0].Tests!.EntryPoint);
    }

    [Fact(Timeout = Limit)]
    public async Task Livecodebench_sends_the_problem_and_keeps_public_and_hidden_cases()
    {
        var prompts = await Fixtures.PromptsOfAsync("livecodebench");
        Assert.Equal("Read n, then n numbers on one line. Print their sum.", prompts[0].Turns[0]);
        Assert.Equal([new() { Input = "3\n1 2 3\n", Output = "6\n" }, new() { Input = "1\n-5\n", Output = "-5" }], prompts[0].Tests!.Cases);
        Assert.Null(prompts[0].Tests!.Note);
        Assert.Equal("twice", prompts[1].Tests!.EntryPoint);
        Assert.Equal([new() { Input = "[1, 2]", Output = "[1, 1, 2, 2]" }, new() { Input = "[]", Output = "[]" }], prompts[1].Tests!.Cases);
        Assert.Null(prompts[1].Tests!.Note);
        Assert.Equal(["easy", "medium"], prompts.Select(prompt => prompt.Category));
    }

    [Fact(Timeout = Limit)]
    public async Task Math500_sends_the_problem_alone()
    {
        var prompts = await Fixtures.PromptsOfAsync("math500");
        Assert.Equal(["What is $\\frac{1}{2}+\\frac{1}{2}$?"], prompts[0].Turns);
        Assert.Equal(("Algebra", "(x-1)(x+1)"), (prompts[1].Category, prompts[1].Reference));
    }

    [Fact(Timeout = Limit)]
    public async Task Mbpp_shows_its_tests_and_opens_the_answer()
    {
        var prompts = await Fixtures.PromptsOfAsync("mbpp");
        Assert.Equal("You are an expert Python programmer, and here is your task: Write a function to add two numbers. "
            + "Your code should pass these tests:\n\nassert add(1, 2) == 3\nassert add(-1, 1) == 0\nassert add(0.5, 0.5) == 1.0\n\n[BEGIN]\n",
            prompts[0].Turns[0]);
        Assert.Equal("import math\nassert math.isclose(area(1), math.pi)", prompts[1].Tests!.Code);
    }

    [Fact(Timeout = Limit)]
    public async Task Mmlu_letters_its_choices()
    {
        var prompts = await Fixtures.PromptsOfAsync("mmlu");
        Assert.EndsWith("\n\nWhich is a mammal?\n\nA) trout\nB) whale\nC) frog\nD) wren", prompts[0].Turns[0], StringComparison.Ordinal);
        Assert.Equal(["B", "D"], prompts.Select(prompt => prompt.Reference));
        Assert.Equal("biology_of_ours", prompts[0].Category);
        var subset = await BenchmarkSuite.Get("mmlu").LoadAsync(Fixtures.RowsOf("mmlu"), 1, ["anatomy", "virology"], TestContext.Current.CancellationToken);
        Assert.Equal(["mmlu/anatomy/0", "mmlu/virology/0"], subset.Select(prompt => prompt.Id));
        Assert.Equal(58, BenchmarkSuite.Get("mmlu").Subsets.Distinct().Count());
    }

    [Fact(Timeout = Limit)]
    public async Task Mmstar_shows_the_image_and_leaves_the_choices_out()
    {
        var prompts = await Fixtures.PromptsOfAsync("mmstar");
        Assert.Equal("What is shown?", prompts[0].Turns[0]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], Assert.Single(prompts[0].Images!)[..4]);
        Assert.Equal("coarse perception", prompts[0].Category);
        Assert.Null(prompts[1].Reference);
    }

    [Fact(Timeout = Limit)]
    public async Task Mtbench_has_two_turns_and_a_system_message()
    {
        var prompts = await Fixtures.PromptsOfAsync("mtbench");
        Assert.Equal(["Write two lines about rain.", "Now about snow."], prompts[0].Turns);
        Assert.StartsWith("You are a helpful, respectful and honest assistant.", prompts[0].System, StringComparison.Ordinal);
        var math = await BenchmarkSuite.Get("mtbench").LoadAsync(Fixtures.RowsOf("mtbench"), null, ["math"], TestContext.Current.CancellationToken);
        Assert.Equal("mtbench/1", Assert.Single(math).Id);
    }

    [Fact(Timeout = Limit)]
    public async Task Mtbench_reads_the_copy_on_the_hub_too()
    {
        using var folder = new TemporaryFolder();
        await folder.WriteAsync("HuggingFaceH4/mt_bench_prompts/train.jsonl",
            """{"category":"stem","prompt":["Why is ice slippery?","And snow?"],"reference":[],"prompt_id":1}""");
        var prompts = await BenchmarkSuite.Get("mtbench").LoadAsync(new LocalRowSource(folder.Root), null, null, TestContext.Current.CancellationToken);
        Assert.Equal(["Why is ice slippery?", "And snow?"], Assert.Single(prompts).Turns);
    }

    [Fact(Timeout = Limit)]
    public async Task Simpleqa_sends_the_question() =>
        Assert.Equal("Who wrote the log of the good ship Teapot?", (await Fixtures.PromptsOfAsync("simpleqa"))[0].Turns[0]);

    [Fact(Timeout = Limit)]
    public async Task A_file_of_another_data_set_is_told_apart_by_its_fields()
    {
        var error = await Assert.ThrowsAsync<DatasetException>(
            () => BenchmarkSuite.Get("mmlu").LoadAsync(Fixtures.RowsOf("aime"), 1, null, TestContext.Current.CancellationToken));
        Assert.Contains("'question'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Problem", error.Message, StringComparison.Ordinal);
    }
}
