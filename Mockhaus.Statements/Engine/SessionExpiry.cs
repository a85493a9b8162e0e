using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Ends sessions that have not been used for <see cref="StatementRetentionOptions.SessionIdleTimeout"/>.</summary>
internal sealed class SessionExpiry(EngineContext context, SessionActivity activity, SessionEnder ender)
{
    /// <summary>A call for a session: if it has idled out it is a new one from now on, and it is in use in any case.</summary>
    public ValueTask EnterAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (activity.Idle is null)
        {
            return ValueTask.CompletedTask;
        }

        var now = context.Now;
        if (activity.Idle!.IdleSince(sessionId, now) is { } since)
        {
            return EndThenEnterAsync(sessionId, since, now, cancellationToken);
        }

        activity.Use(sessionId, now);
        return ValueTask.CompletedTask;
    }

    private async ValueTask EndThenEnterAsync(
        string sessionId, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await EndIdleSessionAsync(sessionId, since, cancellationToken).ConfigureAwait(false);
        activity.Use(sessionId, now);
    }

    public async ValueTask EndIdleSessionsAsync(CancellationToken cancellationToken)
    {
        if (activity.Idle is null)
        {
            return;
        }

        await SeedAsync(cancellationToken).ConfigureAwait(false);
        await StatementSweeper.EachAsync(
            activity.Idle!.All(context.Now).ToAsyncEnumerable(),
            session => EndIdleSessionAsync(session.SessionId, session.Since, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the statements of a session that is idle, unless one of them is live or another server has used it since.</summary>
    /// <remarks>Only those from before it was idle: several callers may find it idle at once, and one of them may submit already.</remarks>
    private async ValueTask EndIdleSessionAsync(string sessionId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (activity.Shared is not null && await activity.Shared.GetLastActivityAsync(sessionId, cancellationToken).ConfigureAwait(false) is { } noted)
        {
            activity.Idle!.TouchNoted(sessionId, noted);
            if (activity.Idle!.IdleSince(sessionId, context.Now) is not { } later)
            {
                return;
            }

            since = later;
        }

        var old = new StatementFilter { SessionId = sessionId, CreatedBefore = since };
        var statements = new List<Statement>();
        await foreach (var statement in context.Store.ListAsync(old, cancellationToken).ConfigureAwait(false))
        {
            // The end of a statement that has just ended may not be recorded yet, and its rows have not been read.
            var now = context.Now;
            if (!statement.IsFinished || activity.Idle!.IsInUse(statement.CompletedAt, now))
            {
                activity.Idle!.Touch(sessionId, statement.CompletedAt ?? now);
                return;
            }

            statements.Add(statement);
        }

        foreach (var statement in statements)
        {
            await ender.RemoveAsync(statement.Handle, cancellationToken).ConfigureAwait(false);
        }

        activity.Idle!.Forget(sessionId, since);
        if (statements.Count > 0)
        {
            Log.SessionIdledOut(context.Logger, statements.Count);
        }
    }

    /// <summary>Sessions that an earlier manager has left in the store count from this manager's start; on a store of several servers also
    /// those of the others, from when they are first seen: such a server may be gone before they are idle.</summary>
    private async ValueTask SeedAsync(CancellationToken cancellationToken)
    {
        if (activity.Idle!.IsSeeded)
        {
            return;
        }

        var now = context.Now;
        await foreach (var statement in context.Store.ListAsync(new(), cancellationToken).ConfigureAwait(false))
        {
            activity.Idle!.Seed(statement.SessionId, now);
        }

        activity.Idle!.IsSeeded = activity.Shared is null;
    }
}
