namespace SpeculativeDecoding;

/// <summary>What is wrong with the header of a safetensors file.</summary>
/// <param name="Kind">What kind of fault.</param>
/// <param name="Sentence">What is said after the name of the file, for example <c>is 3 bytes long</c>.</param>
internal sealed record HeaderFault(CheckpointProblemKind Kind, string Sentence)
{
    public long? Found { get; init; }

    public long? Expected { get; init; }

    public static HeaderFault Unreadable(string reason) => new(CheckpointProblemKind.HeaderUnreadable, $"is no safetensors file that can be read: {reason}");

    /// <summary>A page or a message that was saved in the place of the weights.</summary>
    /// <param name="beginning">Its first characters.</param>
    public static HeaderFault Text(string beginning) => new(CheckpointProblemKind.HeaderUnreadable, $"is text, not weights: it begins with \"{beginning}\"");

    /// <summary>A file that has not even the length of a header.</summary>
    public static HeaderFault TooShort(long found) => new(
        CheckpointProblemKind.FileTooShort,
        found == 0 ? "is empty" : FormattableString.Invariant($"is {found:N0} bytes long, too short for any weights")) { Found = found, Expected = SafetensorsHeader.PrefixBytes };

    /// <summary>A file of another length than its header says.</summary>
    public static HeaderFault Length(long found, long expected) => found < expected
        ? new(CheckpointProblemKind.FileTooShort, FormattableString.Invariant($"is {found:N0} bytes long, and its header says {expected:N0}: {expected - found:N0} bytes are missing")) { Found = found, Expected = expected }
        : new(CheckpointProblemKind.FileTooLong, FormattableString.Invariant($"is {found:N0} bytes long, and its header says {expected:N0}: {found - expected:N0} bytes are too many")) { Found = found, Expected = expected };
}
