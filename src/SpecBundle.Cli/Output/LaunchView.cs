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
            var ready = new ReadyServer(AddressOf(server), server.ApiKey, server.ProcessId, server.Pair?.Id, server.Version, [.. server.Plan?.Gpus.Select(gpu => new ReadyGpu(gpu.Index, gpu.Uuid)) ?? []]);
            terminal.Output.WriteJson(JsonSerializer.Serialize(ready, ReadyServerJson.Default.ReadyServer));
        }
        else
        {
            terminal.Output.WriteLine($"address  {AddressOf(server)}");
            terminal.Output.WriteLine($"API key  {server.ApiKey}");
            if (server.Plan?.GpuChoice is { } choice)
            {
                terminal.Output.WriteLine($"GPUs     {choice.Reason}");
            }

            terminal.Error.WriteLine("Ctrl-C stops it.");
        }

        terminal.Output.Flush();
    }

    /// <summary>As people put a route behind it.</summary>
    private static string AddressOf(SpecServer server) => server.Address.ToString().TrimEnd('/');

    public static void WriteStop(Terminal terminal, StopResult result) => terminal.Error.WriteLine(result.ToString());
}

/// <summary>What <c>launch --json</c> prints once.</summary>
internal sealed record ReadyServer(string Address, string? ApiKey, int? ProcessId, string? Pair, string? Version, IReadOnlyList<ReadyGpu> Gpus);

/// <summary>A GPU that the server holds.</summary>
internal sealed record ReadyGpu(int Index, string? Uuid);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReadyServer))]
internal sealed partial class ReadyServerJson : JsonSerializerContext;
