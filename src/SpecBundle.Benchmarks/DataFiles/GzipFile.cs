using System.IO.Compression;
using System.Security.Cryptography;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The text inside of gzip data, to their end or with an error. The framework's reader checks each member's sum, and takes
/// data that were cut for data that end. So a member of our own follows the file's last one: who does not come upon it has
/// not read the file to its end.
/// </summary>
internal sealed class GzipFile : ForwardStream
{
    private const int SealBytes = 16;
    private readonly string _name;
    private readonly SealedFile _packed;
    private readonly GZipStream _unpacked;
    private readonly byte[] _seal = RandomNumberGenerator.GetBytes(SealBytes);
    private readonly byte[] _buffer = new byte[65_536];
    private int _start;
    private int _end;
    private long _length;
    private bool _ended;

    public GzipFile(Stream stream, string name)
    {
        _name = name;
        _packed = new SealedFile(stream, name, Pack(_seal));
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <exception cref="DatasetException">The data are cut or damaged, no gzip data, or made to fill the memory.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The last bytes may be the seal, and wait until more has come.
        while (!_ended && _end - _start <= SealBytes)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, _ended ? _end - _start : _end - _start - SealBytes);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = await UnpackAsync(cancellationToken).ConfigureAwait(false);
        (_end, _length) = (_end + read, _length + read);
        if (DataLimits.IsBomb(_length, _packed.Count))
        {
            throw DataLimits.Bomb(_name);
        }

        if (read == 0)
        {
            _ended = true;
            _end -= _buffer.AsSpan(0, _end).EndsWith(_seal) ? SealBytes
                : throw new DatasetException($"{_name}: its gzip data are cut off, or something follows their end; get the file once more.");
        }
    }

    private async ValueTask<int> UnpackAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _unpacked.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException error)
        {
            throw new DatasetException(_length == 0
                ? $"{_name}: it is no gzip file, in spite of its name."
                : $"{_name}: its gzip data are damaged or cut off after {_length} bytes of text; get the file once more.", error);
        }
    }

    private static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }
}
