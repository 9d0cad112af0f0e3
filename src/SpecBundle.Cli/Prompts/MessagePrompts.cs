namespace SpeculativeDecoding.Cli;

/// <summary>Makes ids of the prompts that are conversations, by the target's own chat template and tokenizer, before any is asked.</summary>
internal static class MessagePrompts
{
    /// <summary>The request with all its conversations as ids. The tokenizer is read, and pulled, only where there is one.</summary>
    /// <exception cref="UsageException">A conversation can't be put into the template.</exception>
    public static async Task<GenerationRequest> RenderAsync(GenerationRequest request, Func<ModelPair> pair, CancellationToken cancellationToken)
    {
        if (request.Prompts.All(prompt => prompt.Messages is null))
        {
            return request;
        }

        try
        {
            var tokenizer = await SpecBundle.LoadTokenizerAsync(pair(), options: null, cancellationToken).ConfigureAwait(false);
            return request with { Prompts = [.. request.Prompts.Select(prompt => prompt.Messages is { } messages ? prompt with { InputIds = tokenizer.EncodeChat(messages) } : prompt)] };
        }
        catch (TokenizerException exception)
        {
            throw new UsageException($"'messages' can't be put into the target's chat template: {exception.Message} Give the prompts as 'prompt' or 'input_ids'.");
        }
    }

    /// <summary>The target of a server that runs already, in whose words it may be a folder of another machine.</summary>
    /// <exception cref="UsageException">It is not known here.</exception>
    public static ModelPair TargetOf(SpecServer server)
    {
        var told = server.Client.Info?.ModelPath;
        if (told is not null && (ModelName.IsOnHub(told) || Directory.Exists(told)))
        {
            return new ModelPair(told, null);
        }

        var what = told is null ? "The server does not tell its target" : $"The server serves {Printable.Name(told)}, which is no folder of this machine and no name on the Hub";
        throw new UsageException($"{what}: its chat template for 'messages' can't be read. Give the prompts as 'prompt' or 'input_ids', or talk to it with 'specbundle chat --attach', by the server's own template.");
    }
}
