namespace Mockhaus.Statements.Stress.Crash;

/// <summary>A statement as whoever kills knows it: every state that was submitted, and up to which of them it was acknowledged.</summary>
/// <remarks>One caller changes it at a time, so at most the last state may be there or not.</remarks>
internal sealed class KnownStatement(StatementHandle handle)
{
    private readonly List<CrashState> _states = [CrashState.Absent];
    private readonly SortedDictionary<int, KnownBatch> _batches = [];
    private int _acknowledged;
    private long _acknowledgedAt;

    public void Submit(CrashState state) => _states.Add(state);

    /// <param name="line">How many lines were said until then.</param>
    public void Acknowledge(long line) => (_acknowledged, _acknowledgedAt) = (_states.Count - 1, line);

    public void Refuse() => _states.RemoveAt(_states.Count - 1);

    public KnownBatch Batch(int number)
    {
        if (!_batches.TryGetValue(number, out var batch))
        {
            _batches[number] = batch = new(handle, number);
        }

        return batch;
    }

    /// <summary>Holds what was found, or null for nothing, against what may be there.</summary>
    public CrashFault Check(FoundStatement? found, CrashPurges purges)
    {
        var print = found?.Print ?? CrashLog.Absent;
        var possible = _states[_acknowledged..];
        if (!possible.Exists(state => state.MayBe(print, purges.Submitted)))
        {
            return _states.Exists(state => state.MayBe(print, purges.Submitted)) ? CrashFault.Lost : CrashFault.Torn;
        }

        if (possible is [var state] && _acknowledgedAt < purges.AcknowledgedFrom && state.IsOverdue(print, purges.Acknowledged))
        {
            return CrashFault.Lost;
        }

        return found is null ? CrashFault.None : found.IsConsistent ? CheckBatches(found) : CrashFault.Torn;
    }

    /// <summary>What was found has to stay from now on, and to be found again after the next crash.</summary>
    public void Settle(FoundStatement? found, CrashPurges purges)
    {
        var print = found?.Print ?? CrashLog.Absent;
        var state = _states.FindLast(state => state.MayBe(print, purges.Submitted)) ?? CrashState.Absent;
        _states.Add(
            found is null ? CrashState.Absent
            : print == state.Print ? state
            : new(print, null, state.ExpiresAt, HasRows: false));
        Acknowledge(purges.Line);
        foreach (var (number, batch) in found is null ? [] : _batches)
        {
            batch.Settle(found!.Batches.GetValueOrDefault(number, CrashLog.Absent));
        }
    }

    public override string ToString() => $"{_states.Count - 1} states submitted, acknowledged up to {_acknowledged}, with {_batches.Count} batches";

    private CrashFault CheckBatches(FoundStatement found)
    {
        var hasRows = _states.Exists(state => state.HasRows && state.Print == found.Print);
        if (!found.IsRunning && !hasRows)
        {
            return found.Batches.Count == 0 ? CrashFault.None : CrashFault.Torn;
        }

        if (found.Batches.Keys.Any(number => !_batches.ContainsKey(number)))
        {
            return CrashFault.Phantom;
        }

        var worst = _batches.Select(batch => batch.Value.Check(found.Batches.GetValueOrDefault(batch.Key, CrashLog.Absent)))
            .DefaultIfEmpty().Max();

        // A success is one change with its rows: whichever are missing, it is half of it.
        return worst == CrashFault.Lost && hasRows ? CrashFault.Torn : worst;
    }
}
