using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary>On which GPUs a server is launched.</summary>
internal sealed class GpuOptions
{
    private readonly Option<string?> _gpus = new("--gpus") { Description = "The GPUs to serve on: numbers as nvidia-smi shows them, or identifiers, such as 2,3. Default: chosen by free memory.", HelpName = "LIST" };
    private readonly Option<double?> _share = new("--gpu-share") { Description = "Use this share of each GPU's memory, and let other servers with a share start beside. Default: the whole GPU, alone.", HelpName = "F" };
    private readonly Option<double?> _wait = new("--wait-for-gpu") { Description = "Seconds to wait while the GPUs are taken. Default: 0, say at once who holds them.", HelpName = "SECONDS" };

    public GpuOptions()
    {
        Require(_share, share => share is > 0 and <= 1, "is above 0 and at most 1");
        Require(_wait, seconds => seconds >= 0, "is a number of seconds, 0 or more");
    }

    public IReadOnlyList<Option> All => [_gpus, _share, _wait];

    public void Read(ParseResult result, LaunchOptions options)
    {
        if (result.GetValue(_gpus) is { } list)
        {
            options.Gpus = [.. list.Split(',', StringSplitOptions.TrimEntries).Select(name => new GpuId(name))];
        }

        options.GpuShare = result.GetValue(_share);
        if (result.GetValue(_wait) is { } seconds)
        {
            options.WaitForGpu = seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        }
    }

    private static void Require(Option<double?> option, Func<double, bool> holds, string rule) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !(NumberText.TryRead(token.Value, out var number) && holds(number)))
        {
            result.AddError($"{option.Name} {rule}, not '{token.Value}'.");
        }
    });
}
