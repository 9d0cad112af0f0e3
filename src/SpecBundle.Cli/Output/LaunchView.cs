using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Cli;

/// <summary>A server that is ready: where it is and how to reach it.</summary>
internal static class LaunchView
{
    public static void Write(Terminal terminal, SpecServer server, bool json)
    {
        if (json)
        {
            var ready = new ReadyServer(server.Address, server.ApiKey, server.ProcessId, server.Pair?.Id, server.Version);
            terminal.Output.WriteLine(JsonSerializer.Serialize(ready, ReadyServerJson.Default.ReadyServer));
        }
        else
        {
            terminal.Output.WriteLine($"address  {server.Address}");
            terminal.Output.WriteLine($"API key  {server.ApiKey}");
            terminal.Error.WriteLine("Ctrl-C stops it.");
        }

        terminal.Output.Flush();
    }

    public static void WriteStop(Terminal terminal, StopResult result) => terminal.Error.WriteLine(result.ToString());
}

/// <summary>What <c>launch --json</c> prints once.</summary>
internal sealed record ReadyServer(Uri Address, string? ApiKey, int? ProcessId, string? Pair, string? Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReadyServer))]
internal sealed partial class ReadyServerJson : JsonSerializerContext;
