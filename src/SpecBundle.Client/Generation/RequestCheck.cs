namespace SpeculativeDecoding;

/// <summary>What is wrong with a request before it is sent.</summary>
internal static class RequestCheck
{
    public static void Check(GenerateRequest request, int? vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Sampling, nameof(request));
        if (request.Prompt is null == request.InputIds is null)
        {
            throw new ArgumentException("Give a request either a Prompt or InputIds, and not both.", nameof(request));
        }

        if (request.InputIds is { Count: 0 })
        {
            throw new ArgumentException("InputIds holds no token.", nameof(request));
        }

        var images = request.Images ?? [];
        for (var i = 0; i < images.Count; i++)
        {
            if (images[i].IsEmpty)
            {
                throw new ArgumentException($"Images[{i}] holds no byte.", nameof(request));
            }
        }

        CheckIds(request.InputIds ?? [], nameof(request.InputIds), vocabularySize);
        CheckIds(request.Sampling.LogitBias?.Keys ?? [], nameof(request.Sampling.LogitBias), vocabularySize);
        CheckIds(request.Sampling.StopTokenIds ?? [], nameof(request.Sampling.StopTokenIds), vocabularySize);
    }

    private static void CheckIds(IEnumerable<int> ids, string where, int? vocabularySize)
    {
        foreach (var id in ids)
        {
            if (id < 0 || id >= vocabularySize)
            {
                throw new TokenOutsideVocabularyException(id, where, vocabularySize);
            }
        }
    }
}
