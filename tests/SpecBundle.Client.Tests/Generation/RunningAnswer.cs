namespace SpeculativeDecoding.Tests;

/// <summary>A request that runs beside its test, with the moment of its first chunk.</summary>
internal sealed class RunningAnswer
{
    public const int Tokens = 300;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningAnswer(SpecClient client, string? id, CancellationToken cancellationToken, int tokens = Tokens) => Result = RunAsync(client, id, tokens, cancellationToken);

    public Task HasBegun => _begun.Task;

    public Task<GenerateResult> Result { get; }

    private async Task<GenerateResult> RunAsync(SpecClient client, string? id, int tokens, CancellationToken cancellationToken)
    {
        try
        {
            GenerateResult? result = null;
            var request = new GenerateRequest { Prompt = "Tom has 3 apples", RequestId = id, Sampling = new() { MaxNewTokens = tokens, IgnoreEndToken = true } };
            await foreach (var chunk in client.StreamAsync(request, cancellationToken))
            {
                _begun.TrySetResult();
                result = chunk.Result;
            }

            return result!;
        }
        catch (Exception exception)
        {
            _begun.TrySetException(exception);
            throw;
        }
    }
}
