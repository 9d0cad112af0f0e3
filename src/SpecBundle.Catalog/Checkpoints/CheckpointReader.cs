namespace SpeculativeDecoding;

/// <summary>
/// Looks at each checkpoint once, however often one start is planned: a launch that waits for a GPU plans every second, and
/// the headers of a large model take seconds of processor time.
/// </summary>
internal sealed class CheckpointReader
{
    private readonly Dictionary<(CheckpointPlace Place, string Folder), CheckpointContents> _read = [];

    /// <summary>What lies in a folder, as it was when it was first asked for.</summary>
    /// <param name="place">What it is called.</param>
    /// <param name="folder">Where it lies on this machine.</param>
    public CheckpointContents Read(CheckpointPlace place, string folder)
    {
        if (!_read.TryGetValue((place, folder), out var contents))
        {
            contents = CheckpointContents.Read(place, folder);
            _read.Add((place, folder), contents);
        }

        return contents;
    }
}
