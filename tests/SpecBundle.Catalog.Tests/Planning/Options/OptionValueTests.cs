using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>Values of options that can't be meant are one kind of error, before anything is planned.</summary>
public sealed class OptionValueTests
{
    public static TheoryData<string, object?> Odd => new()
    {
        { "Engine", 7 },
        { "Port", 0 }, { "Port", -1 }, { "Port", 65_536 }, { "Port", int.MaxValue },
        { "Host", null }, { "Host", "" }, { "Host", " " }, { "Host", "local host" }, { "Host", "127.0.0.1 " }, { "Host", "127.0.0.1\n" }, { "Host", "$(id)" }, { "Host", "a;b" },
        { "Host", "http://a" }, { "Host", "a:8000" }, { "Host", "[::1]" }, { "Host", "::g" }, { "Host", "256.0.0.1" }, { "Host", "1.2.3" }, { "Host", "-a" }, { "Host", "a..b" }, { "Host", "m\u00FCller.de" },
        { "MemoryFractionStatic", double.NaN }, { "MemoryFractionStatic", 0.0 }, { "MemoryFractionStatic", 1.0 }, { "MemoryFractionStatic", -0.5 }, { "MemoryFractionStatic", double.PositiveInfinity },
        { "ContextLength", 0 }, { "ContextLength", -5 },
        { "MaxRunningRequests", 0 }, { "MaxRunningRequests", int.MinValue },
        { "TensorParallelSize", 0 }, { "TensorParallelSize", -2 },
        { "GpuShare", 0.0 }, { "GpuShare", 1.5 }, { "GpuShare", double.NaN },
        { "ExtraArguments[1]", null },
        { "ApiKey", "" }, { "ApiKey", "schl\u00FCssel" }, { "ApiKey", "secret\n" }, { "ApiKey", "sec\0ret" }, { "ApiKey", " secret" }, { "ApiKey", "secret " }, { "ApiKey", "secret\r\nX: y" }, { "ApiKey", "secret\t" },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Odd))]
    public void A_value_that_cannot_be_meant_is_refused_with_the_property_and_the_value(string property, object? value)
    {
        var options = new PlanOptions();
        if (property.StartsWith("ExtraArguments", StringComparison.Ordinal))
        {
            (options.ExtraArguments as List<string>)!.AddRange(["--enable-metrics", (string)value!]);
        }
        else
        {
            typeof(PlanOptions).GetProperty(property)!.SetValue(options, property == "Engine" ? (LaunchEngine)value! : value);
        }

        var exception = Assert.Throws<InvalidValueException>(() => LaunchPlan.Create(Catalog.Qwen3_30B, options));

        Assert.Equal($"PlanOptions.{property}", exception.Property);
        Assert.StartsWith($"PlanOptions.{property} is ", exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(exception.Hint!);
        if (property != "ApiKey" && value is not null and not "" && !value.ToString()!.Any(char.IsControl))
        {
            Assert.Contains(Convert.ToString(value, CultureInfo.InvariantCulture)!, exception.Value, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("schl\u00FCssel")]
    [InlineData("hunter2\n")]
    [InlineData(" hunter2")]
    public void A_key_that_no_header_can_carry_is_refused_without_being_quoted_however_it_was_given(string key)
    {
        var typed = Assert.Throws<InvalidValueException>(() => LaunchPlan.Create(Catalog.Qwen3_30B, new PlanOptions { ApiKey = key }));
        var free = Planned.Problem(() => Planned.Free($"--api-key={key}"));

        Assert.All([typed.ToString(), typed.Value, free.ToString()], text => Assert.DoesNotContain(key.Trim(), text, StringComparison.Ordinal));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("", "value", "Environment")]
    [InlineData("A=B", "value", "Environment")]
    [InlineData("A\0", "value", "Environment")]
    [InlineData("MY_TOKEN", null, "Environment[\"MY_TOKEN\"]")]
    [InlineData("MY_TOKEN", "s3cret\0", "Environment[\"MY_TOKEN\"]")]
    public void A_variable_that_no_process_can_have_is_refused_without_its_value(string name, string? value, string property)
    {
        var options = new PlanOptions();
        options.Environment[name] = value!;
        var exception = Assert.Throws<InvalidValueException>(() => LaunchPlan.Create(Catalog.Qwen3_30B, options));

        Assert.Equal($"PlanOptions.{property}", exception.Property);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("10.1.2.3")]
    [InlineData("localhost")]
    [InlineData("gpu-7.example.org")]
    [InlineData("gpu_7")]
    public void Addresses_and_host_names_can_be_bound(string host)
    {
        Assert.Equal(host, Planned.Plan(Catalog.Qwen3_30B, change: options => options.Host = host).ValueOf("--host"));
        Assert.Equal(host, Planned.Free("--host", host).Host);
    }

    [Fact(Timeout = 30_000)]
    public void A_host_among_the_free_arguments_that_cannot_be_bound_is_a_problem()
    {
        Assert.Contains("'a b'", Planned.Problem(() => Planned.Free("--host", "a b")).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void A_copy_of_the_options_forgets_nothing_and_shares_nothing()
    {
        OptionsCopy.ForgetsNothing(new PlanOptions(), options => options.Clone(), SpeculationSettings.Chain(7), new List<GpuId> { 2, "GPU-3" });

        var options = new PlanOptions { ExtraArguments = { "--enable-metrics" } };
        var copy = options.Clone();
        copy.ExtraArguments.Clear();
        copy.Environment["A"] = "1";
        Assert.Single(options.ExtraArguments);
        Assert.Empty(options.Environment);
    }
}
