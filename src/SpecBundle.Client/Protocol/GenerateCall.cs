namespace SpeculativeDecoding;

/// <summary>A request to <c>/generate</c>.</summary>
internal static class GenerateCall
{
    public static ServerCall<GenerateChunk> Of(ServerConnection connection, GenerateRequest request, CancellationToken caller)
    {
        var id = request.RequestId is { } given ? RequestId.Require(given, $"{nameof(GenerateRequest)}.{nameof(GenerateRequest.RequestId)}") : RequestId.New();
        var work = new ClientWork(connection.Options.TimeProvider);
        var answer = new AnswerAssembler(id, connection.Info, request.Stream, work) { ApiKey = connection.Options.ApiKey, MaxNewTokens = request.Sampling?.MaxNewTokens };
        return new ServerCall<GenerateChunk>(connection, new ServerRequest("generate", id, () => RequestWriter.Write(request, id)), answer, work, caller);
    }
}
