namespace SpeculativeDecoding;

/// <summary>An HTTP status that is not a success, with what the server says.</summary>
internal static class ResponseCheck
{
    public static async Task ThrowIfRefusedAsync(HttpResponseMessage response, string? apiKey, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        if ((int)response.StatusCode is >= 300 and < 400)
        {
            throw new RequestRejectedException((int)response.StatusCode, "It sends the request elsewhere, and no request is sent to an address that nobody named.");
        }

        var body = ReadOnlyMemory<byte>.Empty;
        try
        {
            body = await BoundedBody.ReadStartAsync(response.Content, BoundedBody.ErrorBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // The status alone tells enough.
        }

        throw new RequestRejectedException((int)response.StatusCode, ErrorBody.Read(body, apiKey).Message);
    }
}
