using System.Collections.Concurrent;
using Mockhaus.Statements.Diagnostics;

namespace Mockhaus.Statements.Engine;

/// <summary>The live statements of this manager, and what only it knows of them.</summary>
internal sealed class StatementRegistry(MockhausStatementsOptions options)
{
    private readonly ConcurrentDictionary<StatementHandle, RunningStatement> _running = new();

    public int Count => _running.Count;

    public IEnumerable<RunningStatement> All => _running.Values;

    public RunningStatement? Find(StatementHandle handle) => _running.GetValueOrDefault(handle);

    /// <returns>Whether it was added: not so when a statement with its handle is there.</returns>
    public bool TryAdd(RunningStatement running) => _running.TryAdd(running.Handle, running);

    public void Set(RunningStatement running) => _running[running.Handle] = running;

    public void Remove(RunningStatement running) => _running.TryRemove(new(running.Handle, running));

    private const string EndNotStored = "The statement has ended. Its terminal state is shown as soon as the store has taken it.";

    /// <summary>Adds what only this manager knows of a statement: its progress, or that it waits only for the store.</summary>
    public Statement WithProgress(Statement stored)
    {
        if (stored.IsFinished || Find(stored.Handle) is not { } running)
        {
            return stored;
        }

        var progress = running.Execution?.Progress;
        return running.PendingOutcome is not null ? stored with { Progress = new(progress?.RowsWritten ?? 0, null, EndNotStored) }
            : progress is null ? stored
            : stored with { Progress = progress };
    }

    /// <summary>Counts what is live and stored.</summary>
    public StatementLoad CountLoad(int waiters, long resultBytes)
    {
        var (queued, running, unstored, places) = (0, 0, 0, 0);
        foreach (var (_, statement) in _running)
        {
            if (!statement.IsStored)
            {
                continue;
            }

            var current = statement.Current;
            var isLive = statement is { Final: null, PendingOutcome: null } && !current.IsFinished;
            queued += isLive && current.Status == StatementStatus.Submitted ? 1 : 0;
            running += isLive && current.Status == StatementStatus.Running ? 1 : 0;
            unstored += statement.PendingOutcome is null ? 0 : 1;

            // An executor that has not returned keeps its place; the children of a request share that of their parent.
            places += current.Parent is null ? 1 : 0;
        }

        return new(
            queued, running, unstored, waiters, resultBytes, places >= options.Limits.MaxConcurrentStatements + (long)options.Limits.MaxQueuedStatements);
    }
}
