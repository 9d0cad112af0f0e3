using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SpeculativeDecoding;

/// <summary>Hashes a blob while it arrives, following its bytes without a gap, so that little is left to do at the end.</summary>
internal static class BlobHash
{
    private const int BlockSize = 1024 * 1024;

    /// <summary>The hash of the whole blob, in the kind of its name; null where the name is no hash.</summary>
    public static async Task<string?> FollowAsync(PartialBlob blob, HubFile file, CancellationToken cancellationToken)
    {
        if (Algorithm(file) is not { } algorithm)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(algorithm);
        if (file.HasGitHash)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {blob.Size}\0")));
        }

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

    private static HashAlgorithmName? Algorithm(HubFile file) =>
        file.HasSha256 ? HashAlgorithmName.SHA256 : file.HasGitHash ? HashAlgorithmName.SHA1 : null;
}
