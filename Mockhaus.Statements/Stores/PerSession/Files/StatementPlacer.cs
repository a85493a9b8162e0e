namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>Adds statements to memory or to the file of their session, so that no handle is in two places.</summary>
internal sealed class StatementPlacer(SessionDirectory sessions, OpenFiles open, MemoryStatementStore memory)
{
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (sessions.Find(statement.SessionId) is { } file)
            {
                if (await TryAddAsync(file, statement, maxInSession, cancellationToken).ConfigureAwait(false) is { } write)
                {
                    return write;
                }
            }
            else if (await TryAddAsync(statement, maxInSession, cancellationToken).ConfigureAwait(false) is { } write)
            {
                return write;
            }
        }
    }

    /// <summary>Adds to memory.</summary>
    /// <returns>The result, or null when the place has changed, or the statement that had the handle is gone.</returns>
    private async ValueTask<StatementWrite?> TryAddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        SessionHandle? other;
        ValueTask<StatementWrite> adding = default;
        lock (sessions.PlacementLock)
        {
            if (sessions.Contains(statement.SessionId))
            {
                return null;
            }

            other = sessions.Find(statement.Handle);
            if (other is null)
            {
                // The memory store has stored it when this returns, so a call that takes the handle or opens the session afterwards
                // finds it.
                adding = memory.AddAsync(statement, maxInSession, cancellationToken);
            }
        }

        return other is null ? await adding.ConfigureAwait(false) : await FindHolderAsync(other, statement.Handle, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds to the file of a session.</summary>
    /// <returns>The result, or null when the place has changed, or the statement that had the handle is gone.</returns>
    private async ValueTask<StatementWrite?> TryAddAsync(
        SessionFile file, Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        var write = await file.WaitReadyAsync(cancellationToken).ConfigureAwait(false)
            ? await TryAddReadyAsync(file, statement, maxInSession, cancellationToken).ConfigureAwait(false)
            : null;
        if (write is null && (file.IsRetired || !file.IsReady))
        {
            await file.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return write;
    }

    private async ValueTask<StatementWrite?> TryAddReadyAsync(
        SessionFile file, Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        var own = new SessionHandle(file, isSettled: false);
        SessionHandle other;
        lock (sessions.PlacementLock)
        {
            if (!file.IsReady)
            {
                return null;
            }

            other = sessions.GetOrAdd(statement.Handle, own);
            if (other == own)
            {
                // Counted before it is stored, so that the session is not closed while the statement is being added.
                own.SetLive(!statement.IsFinished);
                file.Handles[statement.Handle] = own;
            }
        }

        if (other != own)
        {
            return await FindHolderAsync(other, statement.Handle, cancellationToken).ConfigureAwait(false);
        }

        var isKept = false;
        try
        {
            if (await memory.FindAsync(statement.Handle, cancellationToken).ConfigureAwait(false) is { } elsewhere)
            {
                return new(StatementWriteStatus.HandleTaken, elsewhere);
            }

            var write = await open.UseAsync<StatementWrite?>(
                file, null, async store => await store.AddAsync(statement, maxInSession, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            isKept = write is { Written: true };
            return write;
        }
        catch (StatementStoreException)
        {
            // It may be stored all the same: the file has to be asked from now on.
            isKept = true;
            throw;
        }
        finally
        {
            if (!isKept)
            {
                sessions.Remove(statement.Handle, own);
            }

            own.Settle();
        }
    }

    /// <summary>Finds the statement that has a handle.</summary>
    /// <returns>The result of the addition, or null when the statement is gone and the handle is free.</returns>
    private async ValueTask<StatementWrite?> FindHolderAsync(SessionHandle other, StatementHandle handle, CancellationToken cancellationToken)
    {
        await other.Settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (await open.UseAsync(other.File, null, store => store.FindAsync(handle, cancellationToken), cancellationToken).ConfigureAwait(false)
            is { } holder)
        {
            return new(StatementWriteStatus.HandleTaken, holder);
        }

        sessions.Remove(handle, other);
        return null;
    }
}
