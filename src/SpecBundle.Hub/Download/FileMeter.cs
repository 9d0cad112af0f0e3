namespace SpeculativeDecoding;

/// <summary>Counts the bytes of one file.</summary>
internal sealed class FileMeter(string repository, HubFile file)
{
    private long _present;
    private long _downloaded;
    private int _isStarted;

    /// <summary>Bytes that came over the network, thrown away ones included.</summary>
    public long Downloaded => Volatile.Read(ref _downloaded);

    public bool IsComplete { get; private set; }

    public bool IsActive => Volatile.Read(ref _isStarted) == 1 && !IsComplete;

    public HubFile File => file;

    public FileProgress Progress => new()
    {
        Repository = repository,
        Path = file.Path,
        Bytes = IsComplete ? file.Size : Math.Min(Volatile.Read(ref _present), file.Size),
        TotalBytes = file.Size,
    };

    /// <summary>The cache has it already.</summary>
    public void Found(long bytes)
    {
        Volatile.Write(ref _present, bytes);
        IsComplete = true;
    }

    /// <summary>An earlier run brought a part.</summary>
    public void Resume(long bytes)
    {
        Volatile.Write(ref _present, bytes);
        Volatile.Write(ref _isStarted, 1);
    }

    public void Add(int bytes)
    {
        Interlocked.Add(ref _present, bytes);
        Interlocked.Add(ref _downloaded, bytes);
    }

    /// <summary>Bytes that came and are of no use.</summary>
    public void Skip(int bytes) => Interlocked.Add(ref _downloaded, bytes);

    public void StartOver() => Volatile.Write(ref _present, 0);

    public void Complete() => IsComplete = true;
}
