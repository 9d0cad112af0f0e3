namespace SpeculativeDecoding;

/// <summary>What a repository of the Hub holds.</summary>
internal enum RepositoryKind
{
    /// <summary>A model.</summary>
    Model,

    /// <summary>A data set.</summary>
    DataSet,
}
