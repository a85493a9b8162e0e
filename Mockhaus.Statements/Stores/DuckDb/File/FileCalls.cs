namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Calls to the file of a store: changes go through the writer's thread, reads run on the caller's.</summary>
/// <remarks>An error of the database is thrown as <see cref="StatementStoreException"/>.</remarks>
internal sealed class FileCalls : IAsyncDisposable
{
    private readonly GroupWriter _writer;
    private int _disposed;

    /// <exception cref="StatementStoreException">The file cannot be used; the message says why and what to do.</exception>
    public FileCalls(DuckDbStoreOptions options)
    {
        File = new(options);
        _writer = new(File.Commit);
    }

    public DuckDbFile File { get; }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, typeof(DuckDbStatementStore));

    /// <summary>Writes a change, together with others.</summary>
    public async ValueTask<WriteOutcome> WriteAsync(string operation, StatementHandle? handle, WriteCommand change)
    {
        try
        {
            return await _writer.WriteAsync(change).ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            throw StoreFileErrors.Failed(operation, handle, exception);
        }
    }

    /// <summary>Runs work on the file itself on the writer's thread.</summary>
    public async ValueTask RunAsync(string operation, Action work) => await WriteAsync(operation, null, new FileCommand(work)).ConfigureAwait(false);

    /// <summary>Reads on the caller's thread. A read that fails is tried once more after the file was checked and, if need be, opened
    /// again.</summary>
    public ValueTask<T> ReadAsync<T>(string operation, StatementHandle? handle, Func<T> read)
    {
        ThrowIfDisposed();
        try
        {
            return new(read());
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            return ReadRecoveredAsync(operation, handle, read);
        }
    }

    /// <summary>Writes the changes that wait, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
            File.Dispose();
        }
    }

    private async ValueTask<T> ReadRecoveredAsync<T>(string operation, StatementHandle? handle, Func<T> read)
    {
        await WriteAsync(operation, handle, new FileCommand(File.Recover)).ConfigureAwait(false);
        try
        {
            return read();
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            throw StoreFileErrors.Failed(operation, handle, exception);
        }
    }
}
