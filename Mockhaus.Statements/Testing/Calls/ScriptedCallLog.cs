namespace Mockhaus.Statements.Testing;

/// <summary>The calls of one script, in the order in which they started, and the callers that wait for them.</summary>
internal sealed class ScriptedCallLog
{
    private readonly Lock _lock = new();
    private readonly List<ScriptedCallEntry> _calls = [];
    private readonly List<ScriptedCallEntry> _begun = [];
    private readonly List<ScriptedCallEntry> _ended = [];
    private TaskCompletionSource? _changed;

    public IReadOnlyList<ScriptedCall> CallsOf(ScriptedRule? rule)
    {
        lock (_lock)
        {
            return Array.AsReadOnly([.. Filtered(_calls, rule).Select(entry => entry.Call)]);
        }
    }

    /// <summary>Adds a call and takes its answer under one lock, so that calls and answers have the same order.</summary>
    public ScriptedCallEntry Add(Statement statement, ScriptedRule? rule, DateTimeOffset startedAt, Func<ScriptedAnswer> takeAnswer)
    {
        lock (_lock)
        {
            var entry = new ScriptedCallEntry(new(statement, rule, startedAt, ScriptedCallState.Running), takeAnswer());
            _calls.Add(entry);
            return entry;
        }
    }

    public void Begin(ScriptedCallEntry entry)
    {
        lock (_lock)
        {
            Append(_begun, entry);
        }
    }

    public void End(ScriptedCallEntry entry, ScriptedCallState state)
    {
        lock (_lock)
        {
            entry.Call = entry.Call with { State = state };
            Append(_ended, entry);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            foreach (var entry in _calls)
            {
                entry.IsForgotten = true;
            }

            _calls.Clear();
            _begun.Clear();
            _ended.Clear();
        }
    }

    public ValueTask<ScriptedCall> BegunAsync(ScriptedRule? rule, int times, CancellationToken cancellationToken) =>
        WaitAsync(_begun, rule, times, cancellationToken);

    public ValueTask<ScriptedCall> EndedAsync(ScriptedRule? rule, int times, CancellationToken cancellationToken) =>
        WaitAsync(_ended, rule, times, cancellationToken);

    private async ValueTask<ScriptedCall> WaitAsync(
        List<ScriptedCallEntry> entries, ScriptedRule? rule, int times, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (Filtered(entries, rule).ElementAtOrDefault(times - 1) is { } entry)
                {
                    return entry.Call;
                }

                // Continuations run asynchronously, so that a call does not run code of the test.
                _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<ScriptedCallEntry> Filtered(List<ScriptedCallEntry> entries, ScriptedRule? rule) =>
        rule is null ? entries : entries.Where(entry => entry.Call.Rule == rule);

    private void Append(List<ScriptedCallEntry> entries, ScriptedCallEntry entry)
    {
        if (!entry.IsForgotten)
        {
            entries.Add(entry);
            _changed?.TrySetResult();
            _changed = null;
        }
    }
}
