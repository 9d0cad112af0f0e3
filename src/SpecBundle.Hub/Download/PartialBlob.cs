using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SpeculativeDecoding;

/// <summary>
/// A blob on its way to the disk, open only under its lock. Behind its bytes lies its state: for each part how many bytes
/// have been written, from the part's begin on. A kill at any moment leaves a file that the next run resumes; the state
/// is cut off at the end.
/// </summary>
internal sealed class PartialBlob : IDisposable
{
    /// <summary>The bytes of a part, which one connection downloads.</summary>
    public const int PartSize = PartialBlobState.PartSize;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly long[] _written;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _advanced = new(0);
    private int _next;
    private int _prefixPart;

    private PartialBlob(string path, SafeFileHandle file, long size, long[] written) => (_path, _file, Size, _written) = (path, file, size, written);

    public long Size { get; }

    public int Parts => _written.Length;

    public SafeFileHandle File => _file;

    /// <summary>Bytes that are written, in all parts.</summary>
    public long Written
    {
        get
        {
            lock (_lock)
            {
                return _written.Sum();
            }
        }
    }

    /// <summary>Bytes from the begin on without a gap.</summary>
    public long Prefix
    {
        get
        {
            lock (_lock)
            {
                while (_prefixPart < _written.Length && _written[_prefixPart] == LengthOf(_prefixPart))
                {
                    _prefixPart++;
                }

                return Math.Min(Size, ((long)_prefixPart * PartSize) + (_prefixPart < _written.Length ? _written[_prefixPart] : 0));
            }
        }
    }

    public int MissingParts
    {
        get
        {
            lock (_lock)
            {
                return Enumerable.Range(0, _written.Length).Count(part => _written[part] < LengthOf(part));
            }
        }
    }

    /// <summary>Opens what an earlier run left, or begins anew.</summary>
    public static PartialBlob Open(string path, long size)
    {
        var file = System.IO.File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (PartialBlobState.Read(file, size) is { } written)
        {
            return new PartialBlob(path, file, size, written);
        }

        var blob = new PartialBlob(path, file, size, new long[PartialBlobState.PartsOf(size)]);
        if (RandomAccess.GetLength(file) == size && size > 0)
        {
            // Killed between cutting the state off and the rename: all is there, and is verified once more.
            for (var part = 0; part < blob.Parts; part++)
            {
                blob._written[part] = blob.LengthOf(part);
            }

            PartialBlobState.Write(file, size, blob._written);
        }
        else
        {
            blob.Reset();
        }

        return blob;
    }

    /// <summary>The next part that nobody downloads yet, with what it has already; null where none is left.</summary>
    public int? Claim()
    {
        lock (_lock)
        {
            while (_next < _written.Length)
            {
                if (_written[_next] < LengthOf(_next))
                {
                    return _next++;
                }

                _next++;
            }

            return null;
        }
    }

    public long LengthOf(int part) => PartialBlobState.LengthOf(part, Size);

    public long WrittenOf(int part) => Volatile.Read(ref _written[part]);

    /// <summary>Writes the next bytes of a part, then notes them: never the other way round.</summary>
    public void Append(int part, ReadOnlySpan<byte> bytes)
    {
        FileSizeLimit.Write(_file, bytes, ((long)part * PartSize) + WrittenOf(part));
        lock (_lock)
        {
            _written[part] += bytes.Length;
        }

        Note(part);
        Wake();
    }

    /// <summary>Waits until more bytes without a gap are there than the caller has seen, or somebody wakes it.</summary>
    public Task MoreAsync(CancellationToken cancellationToken) => _advanced.WaitAsync(cancellationToken);

    /// <summary>Forgets all bytes: they were not the file's.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            Array.Clear(_written);
            (_next, _prefixPart) = (0, 0);
        }

        RandomAccess.SetLength(_file, 0);
        PartialBlobState.Write(_file, Size, _written);
    }

    /// <summary>Cuts the state off and gives the file its final name.</summary>
    public void Publish(string path)
    {
        RandomAccess.SetLength(_file, Size);
        RandomAccess.FlushToDisk(_file);
        if (RandomAccess.GetLength(_file) != Size)
        {
            throw new IOException("another process changed the file while it was made visible");
        }

        _file.Dispose();
        System.IO.File.Move(_path, path, overwrite: true);
    }

    public void Dispose()
    {
        _file.Dispose();
        _advanced.Dispose();
    }

    private void Note(int part)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, WrittenOf(part));
        FileSizeLimit.Write(_file, number, Size + PartialBlobState.HeadLength + (part * 8L));
    }

    private void Wake()
    {
        if (_advanced.CurrentCount == 0)
        {
            _advanced.Release();
        }
    }
}
