namespace SpeculativeDecoding;

/// <summary>Completes the facts of a model by what lies in its folder. What is known already stays.</summary>
internal static class LocalCheckpoint
{
    public static TargetModel Complete(TargetModel target, CheckpointContents contents, string folder)
    {
        if (contents.Configuration is not { } config)
        {
            return target;
        }

        var layers = config.Number("num_hidden_layers");
        var latent = config.Number("kv_lora_rank");
        return target with
        {
            ContextLength = target.ContextLength ?? Size(config.Number("max_position_embeddings"), folder),
            Layers = target.Layers ?? Size(layers, folder),
            AttentionHeads = target.AttentionHeads ?? Size(config.Heads, folder),
            KeyValueHeads = target.KeyValueHeads ?? (latent is null ? Size(config.KeyValueHeads, folder) : null),
            HeadSize = target.HeadSize ?? Size(config.HeadSize, folder),
            UsesLatentAttention = target.UsesLatentAttention || latent is not null,
            KeyValueBytesPerToken = target.KeyValueBytesPerToken
                ?? Fact(latent is null ? Product(4, layers, config.KeyValueHeads, config.HeadSize) : Product(2, layers, latent + config.Number("qk_rope_head_dim")), folder),
            WeightFormat = target.WeightFormat ?? (config.IsQuantized ? new(WeightFormat.OtherQuantized, Certainty.Verified, folder) : null),
            NeedsRemoteCode = target.NeedsRemoteCode ?? (config.IsSet("auto_map") ? new(true, Certainty.Verified, "auto_map in its config.json") : null),
            VocabularySize = target.VocabularySize ?? Size(config.VocabularySize, folder),
            WeightBytes = target.WeightBytes ?? Fact(contents.WeightBytes, folder),
        };
    }

    public static DraftModel Complete(DraftModel draft, CheckpointContents contents, string folder) => contents.Configuration is not { } config ? draft : draft with
    {
        ContextLength = draft.ContextLength ?? Size(config.Number("max_position_embeddings"), folder),

        // Of a whole model SGLang may load a part alone; how much that is the files do not tell.
        WeightBytes = draft.WeightBytes ?? (DraftClasses.HasPrediction(config.Architecture) ? null : Fact(contents.WeightBytes, folder)),
    };

    /// <summary>Null where a factor is not known, and where no machine could have so many.</summary>
    private static long? Product(params IEnumerable<long?> factors) =>
        factors.Aggregate((Int128?)1, (product, factor) => product * factor) is { } known && known < 1_000_000_000_000_000 ? (long)known : null;

    private static Fact<int>? Size(long? value, string folder) => value is >= int.MinValue and <= int.MaxValue ? Fact((int?)value, folder) : null;

    private static Fact<T>? Fact<T>(T? value, string folder)
        where T : struct => value is { } known ? new(known, Certainty.Verified, Path.Combine(folder, CheckpointConfiguration.FileName)) : null;
}
