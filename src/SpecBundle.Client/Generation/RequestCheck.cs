namespace SpeculativeDecoding;

/// <summary>What is wrong with a request before it is sent.</summary>
internal static class RequestCheck
{
    // Ten million tokens, the longest context there is, are less.
    private const int MostPromptCharacters = 64 * 1024 * 1024;
    private const string Request = nameof(GenerateRequest);
    private const string Sampling = nameof(SamplingParameters);

    /// <exception cref="InvalidValueException">A value can't be meant; the first that is found.</exception>
    public static void Check(GenerateRequest request, int? vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Prompt is null == request.InputIds is null)
        {
            throw new InvalidValueException($"{Request}.{nameof(request.Prompt)}", request.Prompt is null ? "null, as InputIds is" : "set, as InputIds is", "a request has either a Prompt or InputIds", "Set one of the two.");
        }

        if (request.Prompt is { Length: 0 })
        {
            throw new InvalidValueException($"{Request}.{nameof(request.Prompt)}", "", "at least one token is needed");
        }

        CheckPrompt(request.Prompt ?? "");
        if (request.InputIds is { Count: 0 })
        {
            throw new InvalidValueException($"{Request}.{nameof(request.InputIds)}", "an empty list", "at least one token is needed", "Give the prompt's token ids.");
        }

        var images = request.Images ?? [];
        for (var i = 0; i < images.Count; i++)
        {
            if (images[i].IsEmpty)
            {
                throw new InvalidValueException($"{Request}.{nameof(request.Images)}[{i}]", "empty", "an image has at least one byte", "Give the content of the image's file.");
            }
        }

        CheckIds(request.InputIds ?? [], $"{Request}.{nameof(request.InputIds)}", vocabularySize);
        CheckSampling(request.Sampling ?? throw new InvalidValueException($"{Request}.{nameof(request.Sampling)}", null, "a request has sampling parameters"), vocabularySize);
    }

    private static void CheckPrompt(string prompt)
    {
        if (prompt.Length > MostPromptCharacters)
        {
            throw new InvalidValueException($"{Request}.{nameof(GenerateRequest.Prompt)}", $"a text of {prompt.Length} characters", $"no model reads more than {MostPromptCharacters}", "Shorten the prompt; SpecServer.Limits tells what this server takes.");
        }

        TextCheck.Require(prompt, $"{Request}.{nameof(GenerateRequest.Prompt)}");
    }

    /// <exception cref="InvalidValueException">A value can't be meant; the first that is found.</exception>
    public static void CheckSampling(SamplingParameters sampling, int? vocabularySize)
    {
        CheckCount(sampling.MaxNewTokens, nameof(sampling.MaxNewTokens), least: 0);
        CheckCount(sampling.MinNewTokens, nameof(sampling.MinNewTokens), least: 0);
        CheckCount(sampling.TokensPerFrame, nameof(sampling.TokensPerFrame), least: 1);
        CheckCount(sampling.TopK, nameof(sampling.TopK), least: -1);
        Refuse(sampling.TopK, nameof(sampling.TopK), sampling.TopK == 0, "it is -1 for all tokens, or at least 1");
        Refuse(sampling.MinNewTokens, nameof(sampling.MinNewTokens), sampling.MinNewTokens > sampling.MaxNewTokens, $"it is above {nameof(sampling.MaxNewTokens)}");
        CheckFinite(sampling.Temperature, nameof(sampling.Temperature));
        CheckFinite(sampling.TopP, nameof(sampling.TopP));
        CheckFinite(sampling.MinP, nameof(sampling.MinP));
        CheckFinite(sampling.FrequencyPenalty, nameof(sampling.FrequencyPenalty));
        CheckFinite(sampling.PresencePenalty, nameof(sampling.PresencePenalty));
        CheckFinite(sampling.RepetitionPenalty, nameof(sampling.RepetitionPenalty));
        Refuse(sampling.Temperature, nameof(sampling.Temperature), sampling.Temperature < 0, "it is 0 for greedy decoding, or above");
        Refuse(sampling.TopP, nameof(sampling.TopP), sampling.TopP is <= 0 or > 1, "it is above 0, and at most 1");
        Refuse(sampling.MinP, nameof(sampling.MinP), sampling.MinP is < 0 or > 1, "it is from 0 to 1");
        CheckTexts(sampling.StopStrings, nameof(sampling.StopStrings));
        CheckTexts(sampling.StopPatterns, nameof(sampling.StopPatterns));
        CheckIds(sampling.StopTokenIds ?? [], $"{Sampling}.{nameof(sampling.StopTokenIds)}", vocabularySize);
        CheckIds(sampling.LogitBias?.Keys ?? [], $"{Sampling}.{nameof(sampling.LogitBias)}", vocabularySize);
        foreach (var (token, bias) in sampling.LogitBias ?? new Dictionary<int, double>())
        {
            CheckFinite(bias, $"{nameof(sampling.LogitBias)}[{token}]");
        }
    }

    private static void CheckCount(int? value, string property, int least)
    {
        if (value < least)
        {
            throw new InvalidValueException($"{Sampling}.{property}", value, $"the least is {least}");
        }
    }

    private static void Refuse(object? value, string property, bool isWrong, string rule)
    {
        if (isWrong)
        {
            throw new InvalidValueException($"{Sampling}.{property}", value, rule);
        }
    }

    private static void CheckFinite(double? value, string property)
    {
        if (value is { } number && !double.IsFinite(number))
        {
            throw new InvalidValueException($"{Sampling}.{property}", value, "it must be a finite number");
        }
    }

    private static void CheckTexts(IReadOnlyList<string>? texts, string property)
    {
        for (var i = 0; i < texts?.Count; i++)
        {
            if (string.IsNullOrEmpty(texts[i]) || TextCheck.FindLoneSurrogate(texts[i]) is not null)
            {
                throw new InvalidValueException($"{Sampling}.{property}[{i}]", texts[i], "it must be a text of at least one whole character");
            }
        }
    }

    private static void CheckIds(IEnumerable<int> ids, string property, int? vocabularySize)
    {
        var index = 0;
        foreach (var id in ids)
        {
            // One id that the target does not have kills a server with every request on it.
            if (id < 0 || id >= vocabularySize)
            {
                throw new InvalidValueException(
                    $"{property}[{index}]",
                    FormattableString.Invariant($"{id}"),
                    vocabularySize is { } size ? FormattableString.Invariant($"the vocabulary has {size} tokens, 0 to {size - 1}") : "no token has a negative id",
                    "Make the ids with the tokenizer of the target that the server runs (SpecBundle.LoadTokenizerAsync).");
            }

            index++;
        }
    }
}
