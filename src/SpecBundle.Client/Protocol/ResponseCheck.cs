namespace SpeculativeDecoding;

/// <summary>An HTTP status that is not a success, with what the server says.</summary>
internal static class ResponseCheck
{
    private const int MostBytes = 64 * 1024;

    public static async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var body = await ReadSomeAsync(response, cancellationToken).ConfigureAwait(false);
        throw new RequestRejectedException((int)response.StatusCode, ErrorBody.Read(body).Message);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadSomeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                length = await stream.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // The status alone tells enough.
        }

        return buffer.AsMemory(0, length);
    }
}
