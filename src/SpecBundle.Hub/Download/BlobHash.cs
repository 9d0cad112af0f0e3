using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SpeculativeDecoding;

/// <summary>Hashes a blob while it arrives, following its bytes without a gap, so that little is left to do at the end.</summary>
internal static class BlobHash
{
    private const int BlockSize = 1024 * 1024;

    /// <summary>Whether the name of a blob is a hash that can be verified.</summary>
    public static bool Knows(HubFile file) => file.HasSha256 || file.HasGitHash;

    /// <summary>The hash of bytes in memory, in the kind of a file's blob.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, HubFile file)
    {
        using var hash = Begin(file, bytes.Length);
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The hash of the whole blob, in the kind of its name.</summary>
    /// <exception cref="IOException">The file is shorter than what was written.</exception>
    public static async Task<string> FollowAsync(PartialBlob blob, HubFile file, CancellationToken cancellationToken)
    {
        using var hash = Begin(file, blob.Size);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (var done = 0L; done < blob.Size;)
            {
                var ready = blob.Prefix - done;

                // Whole blocks, and the rest only at the end: reading back is cheap while it is still in memory.
                if (ready < BlockSize && done + ready < blob.Size)
                {
                    await blob.MoreAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var read = RandomAccess.Read(blob.File, buffer.AsSpan(0, (int)Math.Min(ready, BlockSize)), done);
                if (read == 0)
                {
                    throw new IOException("another process cut the file off while it arrived");
                }

                hash.AppendData(buffer, 0, read);
                done += read;
                cancellationToken.ThrowIfCancellationRequested();
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Git hashes the size before the bytes.</summary>
    private static IncrementalHash Begin(HubFile file, long size)
    {
        var hash = IncrementalHash.CreateHash(file.HasSha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (file.HasGitHash)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")));
        }

        return hash;
    }
}
