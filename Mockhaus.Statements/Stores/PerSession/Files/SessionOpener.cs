using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>Makes sessions persistent, and ends that.</summary>
internal sealed class SessionOpener(
    SessionFolder? folder, SessionDirectory sessions, OpenFiles open, MemoryStatementStore memory, SessionLister lister)
{
    private const string Kind = "session";

    public async ValueTask OpenAsync(string sessionId, CancellationToken cancellationToken)
    {
        var path = GetPath(sessionId) ?? throw new SessionStorageException(
            sessionId, "No session can be persistent, because there is no folder for the files. Set Session:Folder (PerSessionStoreOptions.Folder).");
        if (!StoredStatement.IsText(sessionId))
        {
            throw new SessionStorageException(
                sessionId, "The session's id has half of a surrogate pair in it, which a file cannot keep. Give the session another id.");
        }

        while (true)
        {
            var file = sessions.GetOrAdd(sessionId, path);
            await file.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (file.Ended.IsCompleted)
                {
                    continue;
                }

                if (!file.IsReady)
                {
                    await BeginAsync(file, cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            finally
            {
                file.Gate.Release();
            }
        }
    }

    public async ValueTask CloseAsync(string sessionId, bool removeFile, CancellationToken cancellationToken)
    {
        if (GetPath(sessionId) is not { } path)
        {
            return;
        }

        while (true)
        {
            // The file of a session that is not open gets an entry too, so that the session is not opened while the file is removed.
            if (!removeFile && !sessions.Contains(sessionId))
            {
                return;
            }

            var file = sessions.GetOrAdd(sessionId, path);
            await file.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (file.Ended.IsCompleted)
                {
                    continue;
                }

                StopAdding(file);
                await EndAsync(file, removeFile).ConfigureAwait(false);
                return;
            }
            finally
            {
                file.Gate.Release();
            }
        }
    }

    /// <summary>Refuses new statements, unless there are live ones.</summary>
    private void StopAdding(SessionFile file)
    {
        lock (sessions.PlacementLock)
        {
            if (file.Live > 0)
            {
                throw new SessionStorageException(
                    file.SessionId,
                    $"The session has live statements ({file.Live}), which could not end once its file is closed. Wait for them, cancel them, "
                        + "or end the session first (EndSessionAsync of the manager).");
            }

            file.IsReady = false;
        }
    }

    private string? GetPath(string sessionId) =>
        folder is null ? null : Path.Combine(folder.Path, SessionFileName.From(sessionId));

    private async ValueTask BeginAsync(SessionFile file, CancellationToken cancellationToken)
    {
        var isReady = false;
        try
        {
            // The session has an entry now, so nothing is added to memory any more.
            await foreach (var _ in memory.ListAsync(new() { SessionId = file.SessionId }, cancellationToken).ConfigureAwait(false))
            {
                throw new SessionStorageException(
                    file.SessionId, "The session has statements in memory. Open it before its first statement, or end it first.");
            }

            folder!.Acquire();
            await foreach (var statement in lister.PagedAsync(file, new(), cancellationToken).ConfigureAwait(false))
            {
                await LoadAsync(file, statement, cancellationToken).ConfigureAwait(false);
            }

            file.IsReady = isReady = true;
        }
        finally
        {
            if (!isReady)
            {
                await EndAsync(file, removeFile: false).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask LoadAsync(SessionFile file, Statement statement, CancellationToken cancellationToken)
    {
        if (statement.SessionId != file.SessionId)
        {
            throw new SessionStorageException(
                file.SessionId, $"'{file.Path}' holds statements of another session. Give it back its old name, or move it away.");
        }

        var own = new SessionHandle(file, isSettled: true);
        bool isFree;
        lock (sessions.PlacementLock)
        {
            isFree = sessions.GetOrAdd(statement.Handle, own) == own;
        }

        file.Handles[statement.Handle] = own;
        own.SetLive(!statement.IsFinished);
        if (!isFree || await memory.FindAsync(statement.Handle, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new SessionStorageException(
                file.SessionId, $"'{file.Path}' holds statement {statement.Handle}, which another session has too. One of the two has to be removed first.");
        }
    }

    /// <summary>Refuses new calls, shuts the file, and removes the session. Called with the gate held.</summary>
    private async ValueTask EndAsync(SessionFile file, bool removeFile)
    {
        try
        {
            await open.RetireAsync(file).ConfigureAwait(false);
            if (removeFile && Directory.Exists(folder!.Path))
            {
                // For a session that is not open here too: another process may have its file open.
                folder.Acquire();
                File.Delete(file.Path);
                File.Delete(file.Path + ".wal");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StatementStoreException(Kind, $"delete '{file.Path}'", null, exception, "The session is closed. Delete the file by hand.");
        }
        finally
        {
            foreach (var (handle, known) in file.Handles)
            {
                sessions.Remove(handle, known);
            }

            sessions.Remove(file);
            file.End();
        }
    }
}
