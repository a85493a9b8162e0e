using Mockhaus.Statements.Stores.PerSession;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores;

/// <content>Sessions that become persistent, and cease to be.</content>
public sealed partial class PerSessionStatementStore
{
    private const string Kind = "session";

    /// <summary>Makes a session persistent: from now on its statements are in its file, and those that are in there are found again.</summary>
    /// <remarks>To be called before the session's first statement. Several calls are one. Statements that a process that is gone
    /// has left live in the file end as "owner lost" when somebody asks for them. When it throws, the session is as it was.</remarks>
    /// <param name="sessionId">The session: any text, without halves of surrogate pairs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the file is open.</returns>
    /// <exception cref="SessionStorageException">There is no folder for files, the id is no text, the session has statements in memory, or what
    /// is in the file belongs to somebody else.</exception>
    /// <exception cref="StatementStoreException">The file cannot be used; the message says why and what to do.</exception>
    public async ValueTask OpenAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ThrowIfUnusable(cancellationToken);
        var path = GetPath(sessionId) ?? throw new SessionStorageException(
            sessionId, "No session can be persistent, because there is no folder for the files. Set Session:Folder (PerSessionStoreOptions.Folder).");
        if (!StoredStatement.IsText(sessionId))
        {
            throw new SessionStorageException(
                sessionId, "The session's id has half of a surrogate pair in it, which a file cannot keep. Give the session another id.");
        }

        while (true)
        {
            var file = GetOrAddFile(sessionId, path);
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

    /// <summary>Ends the persistence of a session: its file is closed, and nobody finds its statements until it is opened again.</summary>
    /// <remarks>
    /// <para>Waits for the calls that are inside the file. A session with live statements is refused, because nobody could end them
    /// any more: wait for them or cancel them first, or end the session (<see cref="StatementManager.EndSessionAsync"/>), which
    /// removes its finished statements too. One that a process that is gone has left live counts until it was asked for.</para>
    /// <para>The session goes on, in memory: what is submitted to it from now on is not in the file, and to end it then does not
    /// touch the file. To open it again, end it first. For a session that is not open, only the file is removed, if so asked.</para>
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="removeFile">Whether the file, and the log beside it, are deleted.</param>
    /// <param name="cancellationToken">Gives up before anything is closed.</param>
    /// <returns>A task that ends when the file is closed, and gone if so asked.</returns>
    /// <exception cref="SessionStorageException">The session has live statements. It stays open.</exception>
    /// <exception cref="StatementStoreException">The file is closed, and cannot be deleted.</exception>
    public async ValueTask CloseAsync(string sessionId, bool removeFile, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ThrowIfUnusable(cancellationToken);
        if (GetPath(sessionId) is not { } path)
        {
            return;
        }

        while (true)
        {
            // One that is not open has to be kept from being opened while its file is removed.
            if (!removeFile && !_sessions.ContainsKey(sessionId))
            {
                return;
            }

            var file = GetOrAddFile(sessionId, path);
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

    /// <summary>Lets no statement in any more, unless there are live ones.</summary>
    private void StopAdding(SessionFile file)
    {
        lock (_placementLock)
        {
            if (file.Live > 0)
            {
                throw new SessionStorageException(
                    file.SessionId,
                    $"The session has live statements ({file.Live}), which nobody could end once its file is closed. Wait for them, cancel them, "
                        + "or end the session first (EndSessionAsync of the manager).");
            }

            file.IsReady = false;
        }
    }

    private string? GetPath(string sessionId) =>
        _folder is null ? null : Path.Combine(_folder.Path, SessionFileName.From(sessionId));

    private SessionFile GetOrAddFile(string sessionId, string path)
    {
        lock (_placementLock)
        {
            return _sessions.GetOrAdd(sessionId, static (id, path) => new(id, path), path);
        }
    }

    /// <summary>The file of a session that is persistent, or null.</summary>
    private async ValueTask<SessionFile?> FindReadyAsync(string sessionId, CancellationToken cancellationToken) =>
        _sessions.TryGetValue(sessionId, out var file) && await file.WaitReadyAsync(cancellationToken).ConfigureAwait(false) ? file : null;

    private async ValueTask BeginAsync(SessionFile file, CancellationToken cancellationToken)
    {
        var isReady = false;
        try
        {
            // Since the entry is there, nothing is added to memory any more.
            await foreach (var _ in _memory.ListAsync(new() { SessionId = file.SessionId }, cancellationToken).ConfigureAwait(false))
            {
                throw new SessionStorageException(
                    file.SessionId, "The session has statements in memory. Open it before its first statement, or end it first.");
            }

            _folder!.Enter();
            await foreach (var statement in PagedAsync(file, new(), cancellationToken).ConfigureAwait(false))
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
        lock (_placementLock)
        {
            isFree = _handles.TryAdd(statement.Handle, own);
        }

        file.Handles[statement.Handle] = own;
        own.SetLive(!statement.IsFinished);
        if (!isFree || await _memory.FindAsync(statement.Handle, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new SessionStorageException(
                file.SessionId, $"'{file.Path}' holds statement {statement.Handle}, which another session has too. One of the two has to be removed first.");
        }
    }

    /// <summary>Under the gate: lets nobody in any more, shuts the file, and forgets the session.</summary>
    private async ValueTask EndAsync(SessionFile file, bool removeFile)
    {
        try
        {
            await _open.RetireAsync(file).ConfigureAwait(false);
            if (removeFile && Directory.Exists(_folder!.Path))
            {
                // Also of a session that is not open here: another process may have it.
                _folder.Enter();
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
                Forget(handle, known);
            }

            lock (_placementLock)
            {
                _sessions.TryRemove(new(file.SessionId, file));
            }

            file.End();
        }
    }
}
