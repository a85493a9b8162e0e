namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The path of a store's file, held so that no other store of this process opens the same file.</summary>
internal sealed class StoreFileLock : IDisposable
{
    private StoreFileLock(string? path) => Path = path;

    /// <summary>The canonical path, or null for a database in memory.</summary>
    public string? Path { get; }

    /// <summary>Takes the file.</summary>
    /// <param name="path">The path as it was configured, or null for a database in memory.</param>
    /// <exception cref="StatementStoreException">The path is not valid, or another store of this process has the file.</exception>
    public static StoreFileLock Acquire(string? path)
    {
        try
        {
            var canonical = path is null ? null : StoreFilePath.Canonical(path);
            if (canonical is not null)
            {
                StoreFilePath.Register(canonical);
            }

            return new(canonical);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw StoreFileErrors.NotOpened(path, exception);
        }
    }

    public void Dispose()
    {
        if (Path is not null)
        {
            StoreFilePath.Unregister(Path);
        }
    }
}
