using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>What is wrong with a checkpoint.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckpointProblemKind>))]
public enum CheckpointProblemKind
{
    /// <summary><c>config.json</c> is not JSON, is no object, or says a size that no model has.</summary>
    ConfigurationUnreadable,

    /// <summary>There are no weights.</summary>
    WeightsMissing,

    /// <summary>A file of several that hold the weights is not there.</summary>
    ShardMissing,

    /// <summary>The index of the weights can't be read, or names files outside of the folder.</summary>
    IndexUnreadable,

    /// <summary>The index names a tensor that no file of weights has.</summary>
    TensorMissing,

    /// <summary>A file is shorter than its header says: a copy or a download that was broken off.</summary>
    FileTooShort,

    /// <summary>A file is longer than its header says.</summary>
    FileTooLong,

    /// <summary>A pointer of Git LFS lies where the weights should: the repository was cloned without them.</summary>
    LfsPointer,

    /// <summary>A file does not begin as a safetensors file does, or its header can't be read.</summary>
    HeaderUnreadable,

    /// <summary>The shape of a tensor is not the one that the configuration asks for.</summary>
    ShapeMismatch,

    /// <summary>The draft was made for another target, or for another algorithm.</summary>
    DraftMismatch,

    /// <summary>SGLang serves no draft of its kind, or not in its format.</summary>
    DraftUnsupported,

    /// <summary>A draft lies where the target should: the two were swapped.</summary>
    SwappedRoles,

    /// <summary>The weights end before the last layer of the configuration.</summary>
    LayersMissing,
}
