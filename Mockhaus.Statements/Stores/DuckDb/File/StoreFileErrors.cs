using DuckDB.NET.Data;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Errors of a file, and advice for them.</summary>
internal static class StoreFileErrors
{
    private const string Store = "DuckDB";

    /// <summary>Whether it is an error of the database, and not of this library.</summary>
    public static bool IsDatabase(Exception exception) =>
        exception is DuckDBException or DuckDbQueryException or IOException or InvalidDataException or UnauthorizedAccessException;

    /// <summary>Whether a table does not exist any more: it was dropped, and its rows were moved.</summary>
    public static bool IsMissingTable(Exception exception) =>
        exception is DuckDbQueryException && exception.Message.Contains("does not exist", StringComparison.Ordinal);

    public static StatementStoreException Failed(string operation, StatementHandle? handle, Exception exception) =>
        new(Store, operation, handle, exception, Advice(exception) ?? "Try again.");

    public static StatementStoreException NotOpened(string? path, Exception exception) =>
        exception as StatementStoreException
        ?? new(Store, $"open '{path ?? "memory"}'", null, exception, Advice(exception) ?? "");

    public static bool IsFull(Exception exception) => Says(exception.Message, "no space left") || Says(exception.Message, "disk quota");

    /// <summary>Gets advice, or null where there is none, or the message has it already.</summary>
    public static string? Advice(Exception exception) => exception is DllNotFoundException ? null : Advice(exception.Message);

    private static string? Advice(string message)
    {
        bool Says(string text) => StoreFileErrors.Says(message, text);
        return message switch
        {
            _ when Says("could not set lock") || Says("conflicting lock") =>
                "Another process has the file open. Stop it, or give each its own file: one process owns one file.",
            _ when Says("not a valid DuckDB database") =>
                "The file is no DuckDB database. Name another file, or move this one away.",
            _ when Says("no space left") || Says("disk quota") =>
                "The disk is full. Make room; what was acknowledged is safe, and writing goes on by itself.",
            _ when Says("WAL was created") || Says("checkpoint iteration") =>
                "The log beside it (the .wal file) belongs to another state of the file. Restore both from one copy; only if the log is known to be "
                + "old, move it away.",
            _ when Says("could not read enough bytes") || Says("could not read all") =>
                "The file was cut off, or is damaged. Restore it from a copy.",
            _ when Says("could not fsync") || Says("not seekable") =>
                "The path is no file on a disk (a device, a pipe). Name a file.",
            _ when Says("checksum") || Says("corrupt") || Says("failure while replaying wal") || Says("wal file") =>
                "The file or its log (the .wal file beside it) is damaged. Restore both from one copy.",
            _ when Says("permission denied") || Says("access to the path") || Says("read-only") || Says("operation not permitted") =>
                "The file or its folder may not be written. Change its permissions, or name another file.",
            _ when Says("no such file") || Says("is a directory") || Says("could not find a part") || Says("not a directory") =>
                "The folder is not there, or the path is a folder. Make the folder first, and name a file in it.",
            _ when Says("storage version") || Says("newer version of DuckDB") || Says("serialize") =>
                "Another version of DuckDB wrote the file. Use that version's native library, or a later one.",
            _ when Says("out of memory") || Says("could not allocate") || Says("failed to allocate") =>
                "Raise MemoryLimit of the store, or store smaller batches.",
            _ => null,
        };
    }

    private static bool Says(string message, string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
