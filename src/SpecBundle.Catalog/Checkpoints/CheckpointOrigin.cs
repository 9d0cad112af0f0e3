namespace SpeculativeDecoding;

/// <summary>Whose the files of a checkpoint are: that decides what can be done about them.</summary>
internal enum CheckpointOrigin
{
    /// <summary>A folder of the user's own.</summary>
    Folder,

    /// <summary>The Hub's cache on this machine.</summary>
    Cache,

    /// <summary>The Hub.</summary>
    Hub,
}
