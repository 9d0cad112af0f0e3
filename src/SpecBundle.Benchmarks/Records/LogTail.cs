namespace SpeculativeDecoding.Benchmarks;

/// <summary>The end of a file of records whose last writer may have died in the middle of a line.</summary>
internal static class LogTail
{
    private const int Block = 4096;

    /// <summary>Leaves the file at its end, after a complete line: a record that lacks only its line feed gets it, half a record is cut off.</summary>
    /// <returns>Whether half a record was cut off.</returns>
    /// <exception cref="IOException">What follows the last line is too long for half a record.</exception>
    public static bool Repair(FileStream file)
    {
        var start = LastLine(file);
        var isTorn = false;
        if (file.Length - start > DataLimits.LongestPrompt)
        {
            throw new IOException($"what follows its last line is longer than {ByteSize.Format(DataLimits.LongestPrompt)}, and so it is no file of requests.");
        }

        if (start < file.Length)
        {
            var tail = new byte[file.Length - start];
            file.Position = start;
            file.ReadExactly(tail);
            if (LogLines.TryParse(tail) is null)
            {
                file.SetLength(start);
                isTorn = true;
            }
            else
            {
                file.WriteByte((byte)'\n');
            }
        }

        file.Position = file.Length;
        return isTorn;
    }

    /// <summary>Where what follows the last line feed begins: the file's length when nothing does.</summary>
    private static long LastLine(FileStream file)
    {
        var block = new byte[Block];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - Block);
            var read = block.AsSpan(0, (int)(end - start));
            file.Position = start;
            file.ReadExactly(read);
            if (read.LastIndexOf((byte)'\n') is >= 0 and var found)
            {
                return start + found + 1;
            }

            end = start;
        }

        return 0;
    }
}
