using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <content>Sessions that idle out.</content>
public sealed partial class StatementManager
{
    /// <summary>A call for a session: if it has idled out it is a new one from now on, and it is in use in any case.</summary>
    private ValueTask EnterAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (_idle is null)
        {
            return ValueTask.CompletedTask;
        }

        var now = Now;
        if (_idle.IdleSince(sessionId, now) is { } since)
        {
            return EndThenEnterAsync(sessionId, since, now, cancellationToken);
        }

        Use(sessionId, now);
        return ValueTask.CompletedTask;
    }

    /// <summary>A session is in use, for other servers too.</summary>
    private void Use(string sessionId, DateTimeOffset now)
    {
        _idle!.Touch(sessionId, now);
        if (_sessions is not null && _idle.MustNote(sessionId, now))
        {
            _ = RecordActivityAsync(_sessions, sessionId, now);
        }
    }

    /// <summary>Tells other servers of a use. Nobody waits for it: what is read while the store is down is not to be held up.</summary>
    private async Task RecordActivityAsync(IStatementSessionActivity sessions, string sessionId, DateTimeOffset now)
    {
        try
        {
            await sessions.RecordActivityAsync(sessionId, now, _idle!.NoteKeep, _disposing).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whatever else the call does with the store says that it is down.
            _idle!.NotNoted(sessionId, now);
        }
    }

    private async ValueTask EndThenEnterAsync(
        string sessionId, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await EndIdleAsync(sessionId, since, cancellationToken).ConfigureAwait(false);
        Use(sessionId, now);
    }

    private async ValueTask EndIdleAsync(CancellationToken cancellationToken)
    {
        if (_idle is null)
        {
            return;
        }

        await SeedAsync(cancellationToken).ConfigureAwait(false);
        await StatementSweeper.EachAsync(
            _idle.All(Now).ToAsyncEnumerable(),
            session => EndIdleAsync(session.SessionId, session.Since, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the statements of a session that is idle, unless one of them is live or another server has used it since.</summary>
    /// <remarks>Only those from before it was idle: several callers may find it idle at once, and one of them may submit already.</remarks>
    private async ValueTask EndIdleAsync(string sessionId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (_sessions is not null && await _sessions.GetLastActivityAsync(sessionId, cancellationToken).ConfigureAwait(false) is { } noted)
        {
            _idle!.TouchNoted(sessionId, noted);
            if (_idle.IdleSince(sessionId, Now) is not { } later)
            {
                return;
            }

            since = later;
        }

        var old = new StatementFilter { SessionId = sessionId, CreatedBefore = since };
        var statements = new List<Statement>();
        await foreach (var statement in _store.ListAsync(old, cancellationToken).ConfigureAwait(false))
        {
            // One that has ended just now may not have been noted yet, and nobody has had its rows.
            var now = Now;
            if (!statement.IsFinished || _idle!.IsInUse(statement.CompletedAt, now))
            {
                _idle!.Touch(sessionId, statement.CompletedAt ?? now);
                return;
            }

            statements.Add(statement);
        }

        foreach (var statement in statements)
        {
            await RemoveAsync(statement.Handle, cancellationToken).ConfigureAwait(false);
        }

        _idle!.Forget(sessionId, since);
        if (statements.Count > 0)
        {
            Log.SessionIdledOut(_logger, statements.Count);
        }
    }

    /// <summary>Sessions that an earlier manager has left in the store count from this manager's start; on a store of several servers also
    /// those of the others, from when they are first seen: such a server may be gone before they are idle.</summary>
    private async ValueTask SeedAsync(CancellationToken cancellationToken)
    {
        if (_idle!.IsSeeded)
        {
            return;
        }

        var now = Now;
        await foreach (var statement in _store.ListAsync(new(), cancellationToken).ConfigureAwait(false))
        {
            _idle.Seed(statement.SessionId, now);
        }

        _idle.IsSeeded = _sessions is null;
    }
}
