using System.Net.Sockets;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public sealed class LaunchCommandTests
{
    [Fact(Timeout = 120_000)]
    public async Task Ctrl_C_stops_the_server_and_ends_with_130()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var launch = CommandProcess.Start("launch", "tiny");
        var address = new Uri((await launch.WaitForLineAsync("address", cancellationToken)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

        launch.PressCtrlC();
        var outcome = await launch.WaitAsync(cancellationToken);

        Assert.True(outcome.ExitCode == 130, outcome.Error);
        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await socket.ConnectAsync(address.Host, address.Port, cancellationToken));
    }

    [Fact(Timeout = 120_000)]
    public async Task Another_process_attaches_with_the_address_and_the_key()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var launch = CommandProcess.Start("launch", "tiny", "--json");
        using var ready = JsonDocument.Parse(await launch.WaitForLineAsync("{", cancellationToken));
        var address = ready.RootElement.GetProperty("address").GetString()!;
        var key = ready.RootElement.GetProperty("api_key").GetString()!;

        var refused = await CommandProcess.RunAsync(cancellationToken, "generate", "--attach", address, "--api-key", "wrong", "--prompt", "Hello", "--json");
        var answered = await CommandProcess.RunAsync(
            cancellationToken, "generate", "--attach", address, "--api-key", key, "--prompt", "Hello", "--max-new-tokens", "8", "--json");

        Assert.Equal(1, refused.ExitCode);
        Assert.DoesNotContain(key, refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.True(answered.ExitCode == 0, answered.Error);
        using var line = JsonDocument.Parse(Assert.Single(answered.OutputLines));
        Assert.True(line.RootElement.GetProperty("completion_tokens").GetInt32() > 0);
        launch.PressCtrlC();
        Assert.Equal(130, (await launch.WaitAsync(cancellationToken)).ExitCode);
    }
}
