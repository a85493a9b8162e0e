namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What DuckDB would not say when it opens a file, or would say too late.</summary>
internal static class StoreFileChecks
{
    /// <summary>Of a file that nobody of this process has open: on some systems a file's lock goes with any handle that is closed.</summary>
    /// <param name="path">The canonical path.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the log may not be written.</exception>
    public static void Run(string path)
    {
        CheckFolder(path);
        CheckLog(path + ".wal");
    }

    /// <summary>DuckDB makes the log beside the file only when it first writes: a folder that it may not write in would refuse each change.</summary>
    private static void CheckFolder(string path)
    {
        if (!File.Exists(path))
        {
            // DuckDB makes it, and says why it cannot.
            return;
        }

        try
        {
            new FileStream(
                $"{path}.{Path.GetRandomFileName()}.try", FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (IOException exception) when (StoreFileErrors.IsFull(exception))
        {
            // What is there can be read all the same, and there may be room later.
        }
    }

    private static void CheckLog(string log)
    {
        if (!File.Exists(log))
        {
            return;
        }

        using var stream = new FileStream(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[StoreFileLog.HeaderSize];
        if (!StoreFileLog.IsHeader(bytes.AsSpan(..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false))))
        {
            throw new InvalidDataException(
                $"The log '{log}' does not begin as DuckDB's logs do: it is damaged, and DuckDB would drop it. Restore both from one copy; only if all "
                    + "that is in the log may be lost, move it away.");
        }
    }
}
