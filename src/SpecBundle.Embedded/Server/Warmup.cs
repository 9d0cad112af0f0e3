using System.Net.Http.Headers;
using System.Text;

namespace SpeculativeDecoding.Embedded;

/// <summary>The first request, sent by the server to itself: what it answers has gone the whole way once.</summary>
internal static class Warmup
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(Uri address, string? apiKey, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = address, Timeout = Patience };
        if (apiKey is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }

        try
        {
            using var info = await client.GetAsync(new Uri("/model_info", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            info.EnsureSuccessStatusCode();
            using var body = new StringContent("""{"text":"The capital city of France is","sampling_params":{"temperature":0,"max_new_tokens":8}}""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri("/generate", UriKind.Relative), body, cancellationToken).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw new StartRefusedException($"Initialization failed. warmup error: HTTP {(int)answer.StatusCode}: {text}");
            }
        }
        catch (HttpRequestException exception)
        {
            throw new StartRefusedException($"Initialization failed. warmup error: {exception.Message}", exception);
        }
    }
}
