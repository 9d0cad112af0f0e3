namespace SpeculativeDecoding.Tests;

/// <summary>A key goes over plain http to this machine alone, unless somebody asks for more.</summary>
public sealed class PlainHttpKeyTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("http://192.0.2.7:30000")]
    [InlineData("http://gpu-box:30000/v1")]
    [InlineData("http://localhost.example.com")]
    public async Task A_key_for_another_machine_is_refused_and_not_quoted(string address)
    {
        var options = new SpecClientOptions { ApiKey = "sk-secret" };
        using var app = new HttpClient { BaseAddress = new Uri(address) };

        var refused = Assert.Throws<InvalidValueException>(() => new SpecClient(new Uri(address), options));
        Assert.Throws<InvalidValueException>(() => new SpecClient(app, options));
        await Assert.ThrowsAsync<InvalidValueException>(() => SpecBundle.AttachAsync(new Uri(address), new AttachOptions { Client = options }, TestContext.Current.CancellationToken));

        Assert.Equal("SpecClientOptions.ApiKey", refused.Property);
        Assert.DoesNotContain("sk-secret", refused.Message + refused.Hint, StringComparison.Ordinal);
        Assert.Contains("AllowPlainHttpKey", refused.Hint, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("http://127.0.0.1:30000", "k", false)]
    [InlineData("http://localhost:30000", "k", false)]
    [InlineData("http://[::1]:30000", "k", false)]
    [InlineData("https://192.0.2.7", "k", false)]
    [InlineData("http://192.0.2.7:30000", null, false)]
    [InlineData("http://192.0.2.7:30000", "k", true)]
    public void Every_other_client_is_made(string address, string? key, bool allowed)
    {
        using var client = new SpecClient(new Uri(address), new SpecClientOptions { ApiKey = key, AllowPlainHttpKey = allowed });

        Assert.Equal(new Uri(address), client.Address);
    }
}
