namespace SpeculativeDecoding;

/// <summary>A model that a pair needs from the Hub.</summary>
internal sealed record ModelRequest(RepositoryName Repository, string Revision, DownloadFilter? Filter, bool IsTarget)
{
    /// <summary>Refuses a pair of which a model lies in a folder that is not there: nothing would be pulled, and nothing could be served.</summary>
    /// <exception cref="InvalidValueException">It is not there.</exception>
    public static void Check(ModelPair pair, PullOptions options)
    {
        foreach (var (property, name) in new[] { ("ModelPair.Target", pair.Target.IsBundled ? null : pair.Target.Repository), ("ModelPair.Draft", options.UseDraft && pair.Draft is { IsBundled: false } draft ? draft.Repository : null) })
        {
            if (name is not null && ModelName.IsFolder(name) && !Directory.Exists(ModelName.FolderOf(name)))
            {
                throw new InvalidValueException(property, name, "it must be a folder that exists, or a name on the Hub (organization/model)");
            }
        }
    }

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
