// An app as a user writes one, to be killed at any moment: launches the embedded pair on the port given, streams, stops.
//   pull TARGET DRAFT   pulls a pair instead, from the Hub and into the cache that the environment names
//   hold LEASE SECRET PROGRAM ARGUMENT...   starts a program instead, under the watchdog of python3, with a lease and a secret file; ends when it has ended
//   gpus PYTHON COUNT SECONDS   launches so many servers at once, each of which may wait so long for a GPU; a line of input ends one
using SpeculativeDecoding;
using SpeculativeDecoding.TestApps;

if (args is ["gpus", var python, var launches, var seconds])
{
    using var all = new GpuLaunches(python, TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)));
    await all.RunAsync(int.Parse(launches, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["pull", var target, var draft])
{
    var pulled = await SpecBundle.PullAsync(new ModelPair(target, draft), progress: new Progress<PullProgress>(progress => Console.Error.WriteLine(progress.Message)));
    Console.WriteLine($"{pulled.DownloadedBytes} {pulled.Target!.Folder}");
    return;
}

if (args is ["hold", var lease, var secret, var program, ..])
{
    var command = new ServerCommand(program, args[4..], new Dictionary<string, string>(), new SecretFile(secret, "api-key: 'x'")) { WatchdogPython = "python3", Leases = [new GpuLeaseRequest(lease, false, "{}")] };
    await using var process = ServerProcess.Start(command, _ => { });
    Console.WriteLine($"ended {await process.Exited}");
    return;
}

var options = new LaunchOptions { Port = int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) };
var server = await SpecBundle.LaunchAsync(Catalog.Tiny, options);
Console.WriteLine("ready");
for (var round = 0; round < int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture); round++)
{
    await foreach (var chunk in server.Client.StreamAsync(new GenerateRequest { Prompt = "<|bos|><|user|>How many?<|assistant|>", Sampling = new SamplingParameters { MaxNewTokens = 64 } }))
    {
        Console.Write(chunk.Text);
    }
}

Console.WriteLine();
Console.WriteLine("stopping");
Console.WriteLine(await server.StopAsync());
