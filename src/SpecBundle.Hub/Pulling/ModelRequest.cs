namespace SpeculativeDecoding;

/// <summary>A model that a pair needs from the Hub.</summary>
internal sealed record ModelRequest(RepositoryName Repository, string Revision, DownloadFilter? Filter, bool IsTarget)
{
    /// <summary>The models of a pair; those in folders of their own are left out.</summary>
    public static IReadOnlyList<ModelRequest> Of(ModelPair pair, PullOptions options)
    {
        var models = new List<ModelRequest>();
        if (!pair.Target.IsBundled && !ModelName.IsFolder(pair.Target.Repository))
        {
            models.Add(new(RepositoryName.Model(pair.Target.Repository), options.TargetRevision, pair.Target.Download, IsTarget: true));
        }

        if (options.UseDraft && pair.Draft is { IsBundled: false } draft && !ModelName.IsFolder(draft.Repository))
        {
            models.Add(new(RepositoryName.Model(draft.Repository), options.DraftRevision, draft.Download, IsTarget: false));
        }

        return models;
    }
}
