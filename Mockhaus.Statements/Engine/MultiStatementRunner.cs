using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Engine;

/// <summary>Runs a request of several statements: a parent, and a child for each statement of its SQL, one after the other in the parent's place among those that run at once.</summary>
internal sealed class MultiStatementRunner(
    EngineContext context,
    IStatementExecutor executor,
    StatementRegistry registry,
    StatementCompleter completer,
    SessionRoom? room,
    HistoryRecorder? history)
{
    /// <summary>The column of a parent's answer, as recorded from Snowflake.</summary>
    private static ResultColumn ParentColumn { get; } = new("multiple statement execution", ResultColumnType.Text)
    {
        Length = 134_217_728,
        ByteLength = 134_217_728,
        Nullable = false,
        IsNameExact = true,
    };

    /// <summary>Runs the parts of a statement one after the other, in the parent's place among those that run at once.</summary>
    public async ValueTask RunAsync(RunningStatement parent, StatementExecution execution, StatementRunner runner)
    {
        if (executor is not IMultiStatementExecutor several)
        {
            throw new StatementFailedException(new(
                StatementErrorCodes.StatementCount, "0A000", "This server's executor runs one statement a request. Submit each on its own."));
        }

        var parts = await several.OpenAsync(parent.Current, parent.Stopping).ConfigureAwait(false);
        await using (parts.ConfigureAwait(false))
        {
            ThrowIfCountDiffers(parent.Current.StatementCount, parts.Statements.Count);
            if (parent.Current.Bindings.Count > 0 && parts.Statements.Count > 1)
            {
                // The statement that each value belongs to is not known; Snowflake refuses them too.
                throw new StatementFailedException(new(
                    "391911", "0A000", "Bind variables are not supported in a request of several statements. Submit each on its own, or write the values into the SQL."));
            }

            var children = new List<RunningStatement>();
            var limit = context.Options.Limits.MaxStatementsPerSession;
            try
            {
                foreach (var sql in parts.Statements)
                {
                    // No children may be added to a session that has ended meanwhile.
                    parent.Stopping.ThrowIfCancellationRequested();
                    var round = room?.RoundOf(parent.SessionId) ?? 0;
                    var child = await AddChildAsync(parent.Current, sql, limit).ConfigureAwait(false);
                    if (child is null)
                    {
                        // When nothing is left that can expire, the children of this request may exceed the limit.
                        limit = await MakeRoomForChildAsync(parent, round).ConfigureAwait(false) ? limit : int.MaxValue;
                        child = await AddChildAsync(parent.Current, sql, limit).ConfigureAwait(false)
                            ?? await AddChildAsync(parent.Current, sql, int.MaxValue).ConfigureAwait(false);
                    }

                    children.Add(child ?? throw EngineErrors.SessionFull(context.Options));
                }

                parent.Children = children;
                await SetChildrenAsync(parent, [.. children.Select(child => child.Handle)]).ConfigureAwait(false);
                await RunChildrenAsync(parent, children, parts, execution, runner).ConfigureAwait(false);
            }
            finally
            {
                foreach (var child in children)
                {
                    await completer.EndUnreachedAsync(parent, child).ConfigureAwait(false);
                }
            }
        }

        execution.Result.Start([ParentColumn]);
        execution.Result.Row.WriteUtf8("Multiple statements executed successfully."u8);
        await execution.Result.EndRowAsync(parent.Stopping).ConfigureAwait(false);
    }

    private void ThrowIfCountDiffers(int asked, int found)
    {
        if (found > context.Options.Limits.MaxStatementsPerRequest)
        {
            throw new StatementLimitException(nameof(context.Options.Limits.MaxStatementsPerRequest), context.Options.Limits.MaxStatementsPerRequest, found);
        }

        if (room is null && found > context.Options.Limits.MaxStatementsPerSession)
        {
            throw new StatementLimitException(nameof(context.Options.Limits.MaxStatementsPerSession), context.Options.Limits.MaxStatementsPerSession, found);
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
    private async ValueTask<bool> MakeRoomForChildAsync(RunningStatement parent, long round) => room is null
        ? throw EngineErrors.SessionFull(context.Options)
        : await room.MakeAsync(parent.SessionId, round, parent.Stopping).ConfigureAwait(false);

    /// <returns>The child, or null when the session is full.</returns>
    private async ValueTask<RunningStatement?> AddChildAsync(Statement parent, string sql, int maxInSession)
    {
        var child = new RunningStatement(new()
        {
            Handle = StatementHandle.New(context.TimeProvider),
            SessionId = parent.SessionId,
            Sql = sql,
            Bindings = parent.Bindings,
            Context = parent.Context,
            QueryTag = parent.QueryTag,
            User = parent.User,
            Status = StatementStatus.Submitted,
            CreatedAt = context.Now,
            TimeToLive = parent.TimeToLive,
            Parent = parent.Handle,
            Owner = context.Owner,
            Version = 1,
        });
        registry.Set(child);
        try
        {
            var write = await context.Store.AddAsync(child.Current, maxInSession, CancellationToken.None).ConfigureAwait(false);
            if (!write.Written)
            {
                completer.Forget(child, child.Current);
                return null;
            }
        }
        catch
        {
            // Whether it was stored is not known.
            completer.EndUnstored(child, context.Failure(EngineErrors.NotStarted));
            throw;
        }

        completer.MarkStored(child);
        await RecordAsync(child).ConfigureAwait(false);
        return child;
    }

    private async ValueTask RecordAsync(RunningStatement child)
    {
        if (history is null)
        {
            return;
        }

        try
        {
            await history.SubmittedAsync(child.Current).ConfigureAwait(false);
        }
        catch (StatementHistoryException exception)
        {
            completer.EndUnstored(child, context.Failure(EngineErrors.NotRecorded));
            throw new StatementFailedException(EngineErrors.NotRecorded, exception);
        }
    }

    private async ValueTask SetChildrenAsync(RunningStatement parent, IReadOnlyList<StatementHandle> children)
    {
        for (var current = parent.Current; !current.IsFinished; current = parent.Current)
        {
            var write = await context.Store.ReplaceAsync(StatementLifecycle.SetChildren(current, children), current.Version, CancellationToken.None)
                .ConfigureAwait(false);
            parent.Observe(write.Current);
            if (write.Written || write.Current is null)
            {
                return;
            }
        }
    }

    private async ValueTask RunChildrenAsync(
        RunningStatement parent, List<RunningStatement> children, IMultiStatementExecution parts, StatementExecution execution, StatementRunner runner)
    {
        // All of them, so that a child that ignores its token does not delay the end of the others.
        using var ending = parent.Stopping.UnsafeRegister(_ => completer.EndWithParent(parent, children), null);
        for (var i = 0; i < children.Count; i++)
        {
            ThrowIfEnded(parent);
            execution.ReportProgress((double)i / children.Count, $"statement {i + 1} of {children.Count}");
            var child = children[i];
            await runner.RunAsync(child, parts).ConfigureAwait(false);

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

    /// <summary>Stops once the terminal state of the parent is written; that state counts, not this exception.</summary>
    private static void ThrowIfEnded(RunningStatement parent)
    {
        if (parent.Terminal is not null || parent.Current.IsFinished || parent.Stopping.IsCancellationRequested)
        {
            throw new OperationCanceledException();
        }
    }
}
