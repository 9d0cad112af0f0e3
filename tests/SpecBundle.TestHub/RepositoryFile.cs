using System.Security.Cryptography;
using System.Text;

namespace SpeculativeDecoding.TestHub;

/// <summary>A file: text in git, or bytes that are made as they are asked for.</summary>
internal sealed record RepositoryFile
{
    private string? _hash;

    public required string Path { get; init; }

    /// <summary><c>git</c>, <c>lfs</c> or <c>xet</c>.</summary>
    public string Storage { get; init; } = "git";

    public string? Text { get; init; }

    public long Size { get; init; }

    public ulong Seed { get; init; }

    public bool Zeros { get; init; }

    /// <summary>What the file begins with, in place of what follows from its seed.</summary>
    public byte[]? Start { get; init; }

    public long Length => Text is null ? Size : Encoding.UTF8.GetByteCount(Text);

    public string Hash => _hash ??= ComputeHash();

    /// <summary>Fills a buffer with the bytes from an offset on.</summary>
    public void Fill(long offset, Span<byte> buffer)
    {
        if (Text is not null)
        {
            Encoding.UTF8.GetBytes(Text).AsSpan((int)offset, buffer.Length).CopyTo(buffer);
        }
        else if (Zeros)
        {
            buffer.Clear();
        }
        else
        {
            ContentBytes.Fill(Seed, Size, offset, buffer);
            if (offset < Start?.Length)
            {
                Start.AsSpan((int)offset, (int)Math.Min(Start.Length - offset, buffer.Length)).CopyTo(buffer);
            }
        }
    }

    private string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(Storage == "git" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        if (Storage == "git")
        {
            hash.AppendData(Encoding.ASCII.GetBytes($"blob {Length}\0"));
        }

        var buffer = new byte[1 << 20];
        for (var offset = 0L; offset < Length; offset += buffer.Length)
        {
            var block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - offset));
            Fill(offset, block);
            hash.AppendData(block);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
