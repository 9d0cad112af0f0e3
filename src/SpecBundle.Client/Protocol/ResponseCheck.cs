namespace SpeculativeDecoding;

/// <summary>An HTTP status that is not a success, with what the server says.</summary>
internal static class ResponseCheck
{
    public static async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
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

        throw new RequestRejectedException((int)response.StatusCode, ErrorBody.Read(body).Message);
    }
}
