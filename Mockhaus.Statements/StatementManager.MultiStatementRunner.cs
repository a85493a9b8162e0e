using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <content>Requests of several statements: a parent, and a child for each part of its SQL.</content>
public sealed partial class StatementManager
{
    /// <summary>Runs the parts of a statement one after the other, in the parent's place among those that run at once.</summary>
    private async ValueTask RunScriptAsync(RunningStatement parent, StatementExecution execution)
    {
        if (_executor is not IMultiStatementExecutor executor)
        {
            throw new StatementFailedException(new(
                StatementErrorCodes.StatementCount, "0A000", "This server's executor runs one statement a request. Submit each on its own."));
        }

        var script = await executor.OpenAsync(parent.Current, parent.Stopping).ConfigureAwait(false);
        await using (script.ConfigureAwait(false))
        {
            ThrowIfCountDiffers(parent.Current.StatementCount, script.Statements.Count);
            if (parent.Current.Bindings.Count > 0 && script.Statements.Count > 1)
            {
                // Which part each value is for is not known; Snowflake does not take them either.
                throw new StatementFailedException(new(
                    "391911", "0A000", "Bind variables are not supported in a request of several statements. Submit each on its own, or write the values into the SQL."));
            }

            var children = new List<RunningStatement>();
            var limit = _options.MaxStatementsPerSession;
            try
            {
                foreach (var sql in script.Statements)
                {
                    // A session that has ended meanwhile must not be given parts any more.
                    parent.Stopping.ThrowIfCancellationRequested();
                    var round = _room?.RoundOf(parent.SessionId) ?? 0;
                    var child = await AddChildAsync(parent.Current, sql, limit).ConfigureAwait(false);
                    if (child is null)
                    {
                        // With nothing left that can make room, the parts of this request are more than the session keeps.
                        limit = await MakeRoomForPartAsync(parent, round).ConfigureAwait(false) ? limit : int.MaxValue;
                        child = await AddChildAsync(parent.Current, sql, limit).ConfigureAwait(false)
                            ?? await AddChildAsync(parent.Current, sql, int.MaxValue).ConfigureAwait(false);
                    }

                    children.Add(child ?? throw SessionFull());
                }

                parent.Parts = children;
                await NameChildrenAsync(parent, [.. children.Select(child => child.Handle)]).ConfigureAwait(false);
                await RunChildrenAsync(parent, children, script, execution).ConfigureAwait(false);
            }
            finally
            {
                foreach (var child in children)
                {
                    await EndUnreachedAsync(parent, child).ConfigureAwait(false);
                }
            }
        }

        execution.Result.Start([ParentColumn]);
        execution.Result.Row.WriteUtf8("Multiple statements executed successfully."u8);
        await execution.Result.EndRowAsync(parent.Stopping).ConfigureAwait(false);
    }

    /// <summary>The column of a parent's answer, as recorded from Snowflake.</summary>
    private static ResultColumn ParentColumn { get; } = new("multiple statement execution", ResultColumnType.Text)
    {
        Length = 134_217_728,
        ByteLength = 134_217_728,
        Nullable = false,
        IsNameExact = true,
    };

    private void ThrowIfCountDiffers(int asked, int found)
    {
        if (found > _options.MaxStatementsPerRequest)
        {
            throw new StatementLimitException(nameof(_options.MaxStatementsPerRequest), _options.MaxStatementsPerRequest, found);
        }

        if (_room is null && found > _options.MaxStatementsPerSession)
        {
            throw new StatementLimitException(nameof(_options.MaxStatementsPerSession), _options.MaxStatementsPerSession, found);
        }

        if (asked == 0 ? found == 0 : found != asked)
        {
            throw new StatementFailedException(found == 0
                ? new(StatementErrorCodes.EmptyStatement, "42601", "SQL compilation error:\nEmpty SQL statement.")
                : new(
                    StatementErrorCodes.StatementCount,
                    "0A000",
                    $"Actual statement count {found} did not match the desired statement count {asked}."));
        }
    }

    /// <returns>Whether finished statements have made room.</returns>
    private async ValueTask<bool> MakeRoomForPartAsync(RunningStatement parent, long round) => _room is null
        ? throw SessionFull()
        : await _room.MakeAsync(parent.SessionId, round, parent.Stopping).ConfigureAwait(false);

    /// <returns>The part, or null when the session is full.</returns>
    private async ValueTask<RunningStatement?> AddChildAsync(Statement parent, string sql, int maxInSession)
    {
        var child = new RunningStatement(new()
        {
            Handle = StatementHandle.New(_timeProvider),
            SessionId = parent.SessionId,
            Sql = sql,
            Bindings = parent.Bindings,
            Context = parent.Context,
            QueryTag = parent.QueryTag,
            Status = StatementStatus.Submitted,
            CreatedAt = Now,
            TimeToLive = parent.TimeToLive,
            Parent = parent.Handle,
            Owner = _owner,
            Version = 1,
        });
        _running[child.Handle] = child;
        try
        {
            var write = await _store.AddAsync(child.Current, maxInSession, CancellationToken.None).ConfigureAwait(false);
            if (!write.Written)
            {
                Forget(child, child.Current);
                return null;
            }
        }
        catch
        {
            // Whether it was stored is not known.
            EndUnstored(child, Failing(NotStarted));
            throw;
        }

        Stored(child);
        return child;
    }

    private async ValueTask NameChildrenAsync(RunningStatement parent, IReadOnlyList<StatementHandle> children)
    {
        for (var current = parent.Current; !current.IsFinished; current = parent.Current)
        {
            var write = await _store.ReplaceAsync(StatementLifecycle.SetChildren(current, children), current.Version, CancellationToken.None)
                .ConfigureAwait(false);
            parent.Observe(write.Current);
            if (write.Written || write.Current is null)
            {
                return;
            }
        }
    }

    private async ValueTask RunChildrenAsync(
        RunningStatement parent, List<RunningStatement> children, IMultiStatementExecution script, StatementExecution execution)
    {
        // All of them, so that a part that ignores its token holds up the end of none after it.
        using var ending = parent.Stopping.UnsafeRegister(_ => EndWithParent(parent, children), null);
        for (var i = 0; i < children.Count; i++)
        {
            ThrowIfEnded(parent);
            execution.ReportProgress((double)i / children.Count, $"statement {i + 1} of {children.Count}");
            var child = children[i];
            await RunAsync(child, script).ConfigureAwait(false);

            if (child.Current.Status != StatementStatus.Succeeded)
            {
                ThrowIfEnded(parent);
                throw new StatementFailedException(new(
                    StatementErrorCodes.ChildFailed,
                    "P0000",
                    $"Statement {i + 1} of {children.Count} ({child.Handle}) ended as {child.Current.Status}" +
                    $"{(child.Current.Error is { } error ? $" with {error.Code}: {error.Message.TrimEnd('.')}" : "")}." +
                    $"{(i + 1 < children.Count ? " The statements after it did not run." : "")}"));
            }
        }
    }

    /// <summary>Goes no further once the parent's end is written; that end counts, not this exception.</summary>
    private static void ThrowIfEnded(RunningStatement parent)
    {
        if (parent.Ending is not null || parent.Current.IsFinished || parent.Stopping.IsCancellationRequested)
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>Ends the live parts of a statement that is ended itself. What the store cannot be told now is told later.</summary>
    private async ValueTask EndPartsAsync(RunningStatement? running, Statement parent)
    {
        if (running?.Parts is { } parts)
        {
            // Known before a part ends of it: that one must not look like the cause.
            running.Ending = parent;
            var end = EndOf(parent);
            await Task.WhenAll(parts
                .Where(part => !part.Current.IsFinished)
                .Select(part => EndPartAsync(part, end).AsTask())).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a part; what the store does not take at once is tried again without anything that waits for it.</summary>
    private async ValueTask EndPartAsync(RunningStatement part, StatementOutcome end)
    {
        if (!await TryEndAsync(part, end, FirstRetry).ConfigureAwait(false))
        {
            _ = RetryEndAsync(part, end);
        }
    }

    /// <summary>The same for an end that the store has not taken yet: it fires the token all the same.</summary>
    private void EndWithParent(RunningStatement parent, List<RunningStatement> children)
    {
        var end = EndOf(parent.Newest);
        foreach (var child in children.Where(child => !child.Current.IsFinished))
        {
            _ = EndInBackgroundAsync(child, end);
        }
    }

    /// <summary>Ends a part that did not get to run. While the store cannot be told, the parent does not wait for it.</summary>
    private async ValueTask EndUnreachedAsync(RunningStatement parent, RunningStatement child)
    {
        var end = EndOf(parent.Newest);
        if (child.Current.IsFinished || await TryEndAsync(child, end, FirstRetry).ConfigureAwait(false))
        {
            // Also one that was cancelled before its turn: no worker will look after it.
            Forget(child, child.Current);
        }
        else
        {
            EndUnstored(child, end);
        }
    }

    private StatementOutcome EndOf(Statement parent)
    {
        var now = Now;
        return parent switch
        {
            { Status: StatementStatus.Cancelled } =>
                StatementOutcome.Cancel(parent.CancelRequestedAt ?? now, now),
            { Status: StatementStatus.Failed, Error: { } error } => Failing(error),
            _ => Failing(new(StatementErrorCodes.NotReached, "57014", "An earlier statement of the same request did not succeed, so this one did not run.")),
        };
    }
}
