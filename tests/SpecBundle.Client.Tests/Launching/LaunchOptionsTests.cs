using Microsoft.Extensions.Logging.Abstractions;

namespace SpeculativeDecoding.Tests;

public sealed class LaunchOptionsTests
{
    [Fact(Timeout = 30_000)]
    public void A_copy_of_the_options_forgets_nothing_and_shares_nothing()
    {
        OptionsCopy.ForgetsNothing(
            new LaunchOptions(), options => options.Clone(),
            SpeculationSettings.Chain(7), new List<GpuId> { 2, "GPU-3" }, NullLoggerFactory.Instance, new OtherClock(), new SpecClientOptions { VocabularySize = 7 });
    }

    [Fact(Timeout = 30_000)]
    public void A_copy_through_the_base_class_is_a_launch_too()
    {
        PlanOptions options = new LaunchOptions { Python = "/opt/python", Port = 31_000 };
        var copy = Assert.IsType<LaunchOptions>(options.Clone());

        Assert.Equal(("/opt/python", 31_000), (copy.Python, copy.Port));
    }

    [Fact(Timeout = 30_000)]
    public void A_launch_goes_by_the_options_of_a_plan()
    {
        var plan = new PlanOptions { Port = 31_000, UseDraft = false, ExtraArguments = { "--enable-metrics" } };
        var launch = new LaunchOptions(plan);

        Assert.Equal((31_000, false, TimeSpan.FromMinutes(10)), (launch.Port, launch.UseDraft, launch.SilenceTimeout));
        Assert.Equal(plan.ExtraArguments, launch.ExtraArguments);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0, "127.0.0.1", "LaunchOptions.Port")]
    [InlineData(31_000, "a b", "LaunchOptions.Host")]
    public async Task A_launch_with_a_value_that_cannot_be_meant_is_refused_before_anything_is_looked_for(int port, string host, string property)
    {
        var options = new LaunchOptions { Port = port, Host = host, Python = "/no/such/python" };
        var launched = await Assert.ThrowsAsync<InvalidValueException>(() => SpecBundle.LaunchAsync(Catalog.Qwen3_30B, options, cancellationToken: TestContext.Current.CancellationToken));
        var planned = await Assert.ThrowsAsync<InvalidValueException>(() => SpecBundle.PlanAsync(Catalog.Qwen3_30B, options, TestContext.Current.CancellationToken));

        Assert.Equal([property, property], new[] { launched.Property, planned.Property });
    }

    private sealed class OtherClock : TimeProvider;
}
