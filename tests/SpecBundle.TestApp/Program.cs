// An app as a user writes one, to be killed at any moment: launches the embedded pair on the port given, streams, stops.
//   pull TARGET DRAFT   pulls a pair instead, from the Hub and into the cache that the environment names
using SpeculativeDecoding;

if (args is ["pull", var target, var draft])
{
    var pulled = await SpecBundle.PullAsync(new ModelPair(target, draft));
    Console.WriteLine($"{pulled.DownloadedBytes} {pulled.Target!.Folder}");
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
