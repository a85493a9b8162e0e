namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>The folder of the files, which belongs to one store from its first use to the end of the store.</summary>
/// <remarks>
/// DuckDB locks only the files that are open, so the folder has a lock file. The lock file is not deleted when it is released: another
/// process may be about to lock it, and would hold a file that no longer has a name. Thread-safe.
/// </remarks>
internal sealed class SessionFolder(string path) : IDisposable
{
    /// <summary>Begins with a dot and is no <c>.db</c>: no session's file has such a name.</summary>
    public const string LockName = ".mockhaus-lock";

    private const string Kind = "session";

    private readonly Lock _lock = new();
    private FileStream? _held;
    private bool _isDisposed;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Creates the folder if need be, and locks it.</summary>
    /// <exception cref="StatementStoreException">The folder cannot be created, or another store has it.</exception>
    public void Acquire()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(PerSessionStatementStore));
            if (_held is not null)
            {
                return;
            }

            Create();
            _held = TakeLock();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _held?.Dispose();
        }
    }

    private void Create()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StatementStoreException(
                Kind, $"make the folder '{Path}'", null, exception, "Make it by hand so that it can be written, or set Session:Folder to another.");
        }
    }

    private FileStream TakeLock()
    {
        try
        {
            return new(System.IO.Path.Combine(Path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StatementStoreException(
                Kind, $"use the folder '{Path}'", null, exception, "Let it be written, or set Session:Folder to another.");
        }
        catch (IOException exception)
        {
            throw new StatementStoreException(
                Kind,
                $"use the folder '{Path}'",
                null,
                exception,
                "A folder belongs to one store of one process. If another has it, stop that one, share it, or set Session:Folder to another folder.");
        }
    }
}
