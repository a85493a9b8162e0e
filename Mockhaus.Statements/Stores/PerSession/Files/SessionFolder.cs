namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>The folder of the files, which belongs to one store from its first use to the store's end.</summary>
/// <remarks>
/// A file that is shut has no lock of DuckDB's, so the folder has one. The lock's file stays when it is let go: somebody else may
/// be about to lock it, and would hold a file that no longer has a name. Safe for many threads.
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

    /// <summary>Makes the folder if it is not there, and takes it.</summary>
    /// <exception cref="StatementStoreException">It cannot be made, or another store has it.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(PerSessionStatementStore));
            if (_held is not null)
            {
                return;
            }

            Make();
            _held = Take();
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

    private void Make()
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

    private FileStream Take()
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
