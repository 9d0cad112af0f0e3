using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public sealed class DoctorCommandTests
{
    [Fact(Timeout = 60_000)]
    public async Task On_a_machine_without_SGLang_the_doctor_fails_that_check_and_says_how_to_mend_it()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "doctor", "qwen3-30b", "--json");

        Assert.Equal(1, outcome.ExitCode);
        using var report = JsonDocument.Parse(outcome.Output);
        var failed = report.RootElement.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("outcome").GetString() == "failed")
            .ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, check => Assert.False(string.IsNullOrEmpty(check.GetProperty("remedy").GetString())));
        Assert.Contains(failed, check => check.GetProperty("name").GetString()!.Contains("SGLang", StringComparison.OrdinalIgnoreCase)
            || check.GetProperty("name").GetString()!.Contains("python", StringComparison.OrdinalIgnoreCase));
    }

    [Fact(Timeout = 60_000)]
    public async Task For_the_embedded_pair_nothing_is_missing()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "doctor", "tiny");

        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        Assert.Contains("ok", outcome.Output, StringComparison.Ordinal);
    }
}
