namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Checks for problems that DuckDB does not report when it opens a file, or reports too late.</summary>
internal static class StoreFileChecks
{
    /// <summary>Runs the checks. This process must not have the file open: on some systems closing any handle of a file releases its
    /// lock.</summary>
    /// <param name="path">The canonical path.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the log may not be written.</exception>
    public static void Run(string path)
    {
        CheckFolder(path);
        CheckLog(path + ".wal");
    }

    /// <summary>DuckDB creates the log beside the file when it first writes: in a folder that is not writable every change would
    /// fail.</summary>
    private static void CheckFolder(string path)
    {
        if (!File.Exists(path))
        {
            // DuckDB creates it, and reports an error of its own.
            return;
        }

        try
        {
            new FileStream(
                $"{path}.{Path.GetRandomFileName()}.try", FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (IOException exception) when (StoreFileErrors.IsFull(exception))
        {
            // The file can be read all the same, and there may be space later.
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
