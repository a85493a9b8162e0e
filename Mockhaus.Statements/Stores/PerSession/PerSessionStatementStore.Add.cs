using Mockhaus.Statements.Stores.PerSession;

namespace Mockhaus.Statements.Stores;

/// <content>Which place a new statement goes to, so that no two places have the same handle.</content>
public sealed partial class PerSessionStatementStore
{
    /// <summary>Adds to memory. Null: the place is another now, or whoever held the handle is gone.</summary>
    private async ValueTask<StatementWrite?> TryAddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        SessionHandle? other;
        ValueTask<StatementWrite> adding = default;
        lock (_placementLock)
        {
            if (_sessions.ContainsKey(statement.SessionId))
            {
                return null;
            }

            if (!_handles.TryGetValue(statement.Handle, out other))
            {
                // Memory has it when this returns, so whoever takes the handle or opens the session afterwards finds it there.
                adding = _memory.AddAsync(statement, maxInSession, cancellationToken);
            }
        }

        return other is null ? await adding.ConfigureAwait(false) : await FindHolderAsync(other, statement.Handle, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds to a session's file. Null: the place is another now, or whoever held the handle is gone.</summary>
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
        lock (_placementLock)
        {
            if (!file.IsReady)
            {
                return null;
            }

            other = _handles.GetOrAdd(statement.Handle, own);
            if (other == own)
            {
                // Counted before it is there: the session is not closed under a statement that is on its way.
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
            if (await _memory.FindAsync(statement.Handle, cancellationToken).ConfigureAwait(false) is { } elsewhere)
            {
                return new(StatementWriteStatus.HandleTaken, elsewhere);
            }

            var write = await UseAsync<StatementWrite?>(
                file, null, async store => await store.AddAsync(statement, maxInSession, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            isKept = write is { Written: true };
            return write;
        }
        catch (StatementStoreException)
        {
            // It may be there all the same: the file has to be asked from now on.
            isKept = true;
            throw;
        }
        finally
        {
            if (!isKept)
            {
                Forget(statement.Handle, own);
            }

            own.Settle();
        }
    }

    /// <summary>The statement that holds a handle. Null: it is gone, and the handle is free.</summary>
    private async ValueTask<StatementWrite?> FindHolderAsync(SessionHandle other, StatementHandle handle, CancellationToken cancellationToken)
    {
        await other.Settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (await UseAsync(other.File, null, store => store.FindAsync(handle, cancellationToken), cancellationToken).ConfigureAwait(false)
            is { } holder)
        {
            return new(StatementWriteStatus.HandleTaken, holder);
        }

        Forget(handle, other);
        return null;
    }

    private void Forget(StatementHandle handle, SessionHandle known)
    {
        known.SetLive(false);
        known.File.Handles.TryRemove(new(handle, known));
        _handles.TryRemove(new(handle, known));
    }
}
