namespace SpeculativeDecoding.Tests;

/// <summary>Values that can't be meant: one typed error each that names property and value, nothing started, nothing left.</summary>
public sealed class OddOptionTests : IDisposable
{
    private readonly FakePython _python = new();

    public static TheoryData<string, Action<LaunchOptions>> Odd => new()
    {
        { "LaunchOptions.SilenceTimeout", options => options.SilenceTimeout = TimeSpan.Zero },
        { "LaunchOptions.SilenceTimeout", options => options.SilenceTimeout = TimeSpan.FromSeconds(-5) },
        { "LaunchOptions.PhaseTimeout", options => options.PhaseTimeout = TimeSpan.Zero },
        { "LaunchOptions.StartTimeout", options => options.StartTimeout = TimeSpan.FromSeconds(-5) },
        { "LaunchOptions.StopGrace", options => options.StopGrace = TimeSpan.FromSeconds(-5) },
        { "LaunchOptions.LogTailLines", options => options.LogTailLines = -1 },
        { "LaunchOptions.TimeProvider", options => options.TimeProvider = null! },
        { "LaunchOptions.Client", options => options.Client = null! },
        { "LaunchOptions.Client.ApiKey", options => options.Client.ApiKey = "other" },
        { "LaunchOptions.UseApiKey", options => (options.UseApiKey, options.ApiKey) = (false, "key") },
        { "LaunchOptions.Host", options => options.Host = "192.0.2.1" },
        { "SpecClientOptions.FirstTokenTimeout", options => options.Client.FirstTokenTimeout = TimeSpan.Zero },
        { "SpecClientOptions.IdleTimeout", options => options.Client.IdleTimeout = TimeSpan.FromTicks(-2) },
        { "SpecClientOptions.ControlTimeout", options => options.Client.ControlTimeout = TimeSpan.MinValue },
        { "SpecClientOptions.ConnectTimeout", options => options.Client.ConnectTimeout = TimeSpan.Zero },
        { "SpecClientOptions.VocabularySize", options => options.Client.VocabularySize = 0 },
        { "SpecClientOptions.TimeProvider", options => options.Client.TimeProvider = null! },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Odd))]
    public async Task A_value_that_cannot_be_meant_is_named_and_nothing_is_started(string property, Action<LaunchOptions> set)
    {
        var tag = Guid.NewGuid().ToString("N");
        var options = _python.Options("startup/plain");
        options.Environment[TaggedProcesses.Variable] = tag;
        set(options);

        var error = await Assert.ThrowsAsync<InvalidValueException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));

        Assert.Equal(property, error.Property);
        Assert.StartsWith($"{property} is {error.Value}: ", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
        Assert.Empty(await TaggedProcesses.LeftAfterAsync(tag, TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("schlüssel-geheim")]
    [InlineData("geheim\n")]
    [InlineData(" geheim")]
    public async Task A_key_that_no_request_can_carry_is_refused_and_never_quoted(string key)
    {
        var options = _python.Options("startup/plain");
        options.ApiKey = key;

        var error = await Assert.ThrowsAsync<InvalidValueException>(() => SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken));

        Assert.EndsWith(".ApiKey", error.Property, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(100L * 24 * 60 * 60 * 1000)]
    public async Task A_time_out_without_end_or_longer_than_a_timer_counts_is_no_time_out(long milliseconds)
    {
        var limit = milliseconds == long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(milliseconds);
        var options = _python.Options("startup/plain");
        (options.SilenceTimeout, options.PhaseTimeout, options.StartTimeout, options.StopGrace) = (limit, limit, limit, limit);
        (options.Client.FirstTokenTimeout, options.Client.IdleTimeout, options.Client.ControlTimeout, options.Client.ConnectTimeout) = (limit, limit, limit, limit);

        var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);
        await server.Client.GenerateAsync(new GenerateRequest { InputIds = [1], Stream = false }, TestContext.Current.CancellationToken);
        var result = await server.StopAsync(TestContext.Current.CancellationToken);

        Assert.False(result.WasKilled);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_grace_a_server_is_killed_at_once()
    {
        var options = _python.Options("startup/plain");
        options.StopGrace = TimeSpan.Zero;
        var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);

        Assert.True((await server.StopAsync(TestContext.Current.CancellationToken)).WasKilled);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_without_a_key_is_asked_for_by_name()
    {
        var options = TestApp.EmbeddedOptions();
        options.UseApiKey = false;
        await using var server = await SpecBundle.LaunchAsync(Catalog.Tiny, options, null, TestContext.Current.CancellationToken);
        using var stranger = new SpecClient(server.Address);

        Assert.Null(server.ApiKey);
        Assert.NotNull((await stranger.GetServerInfoAsync(TestContext.Current.CancellationToken)).Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_progress_or_a_logger_that_throws_harms_no_server()
    {
        var options = _python.Options("startup/plain");
        options.LoggerFactory = new ThrowingLog();
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, new ThrowingProgress(), TestContext.Current.CancellationToken);

        Assert.Equal(ServerState.Running, server.State);
        Assert.NotEmpty(server.LogTail);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_progress_and_a_logger_that_never_return_harm_no_server()
    {
        using var blocked = new ManualResetEventSlim();
        var options = _python.Options("startup/plain");
        options.LoggerFactory = new BlockingLog(blocked);
        options.Environment["STANDIN_DIE_AFTER"] = "3000";
        try
        {
            await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, new Relay<LaunchProgress>(_ => blocked.Wait()), TestContext.Current.CancellationToken);

            Assert.Equal(ServerState.Died, (await server.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).State);
            Assert.NotEmpty(server.LogTail);
        }
        finally
        {
            blocked.Set();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_death_is_heard_of_though_the_apps_logger_throws()
    {
        var options = _python.Options("startup/plain");
        options.LoggerFactory = new ThrowingLog(isEverywhere: true);
        options.Environment["STANDIN_DIE_AFTER"] = "5000";
        await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, null, TestContext.Current.CancellationToken);

        Assert.Equal(ServerState.Died, (await server.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).State);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public async Task A_number_that_is_none_is_refused_before_it_is_sent(double number)
    {
        using var client = new SpecClient(new Uri("http://127.0.0.1:9"));

        var error = await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync("x", new SamplingParameters { Temperature = number }, TestContext.Current.CancellationToken));

        Assert.Equal("SamplingParameters.Temperature", error.Property);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_prompt_longer_than_any_context_and_half_a_character_are_refused_before_they_are_sent()
    {
        using var client = new SpecClient(new Uri("http://127.0.0.1:9"));

        var error = await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync(new string('a', 100_000_000), null, TestContext.Current.CancellationToken));
        Assert.Equal(("GenerateRequest.Prompt", "a text of 100000000 characters"), (error.Property, error.Value));
        error = await Assert.ThrowsAsync<InvalidValueException>(() => client.GenerateAsync("a😀b\ud83dc", null, TestContext.Current.CancellationToken));
        Assert.Contains("index 4", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _python.Dispose();

    private sealed class ThrowingProgress : IProgress<LaunchProgress>
    {
        public void Report(LaunchProgress value) => throw new InvalidOperationException("The app's progress bar broke.");
    }

    private sealed class BlockingLog(ManualResetEventSlim blocked) : Microsoft.Extensions.Logging.ILoggerFactory, Microsoft.Extensions.Logging.ILogger
    {
        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("SpecBundle.", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            blocked.Wait();

        public void Dispose()
        {
        }
    }

    private sealed class ThrowingLog(bool isEverywhere = false) : Microsoft.Extensions.Logging.ILoggerFactory, Microsoft.Extensions.Logging.ILogger
    {
        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => isEverywhere || categoryName.EndsWith("Server", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The app's log is full.");

        public void Dispose()
        {
        }
    }
}
