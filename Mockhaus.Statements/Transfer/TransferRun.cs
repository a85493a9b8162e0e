using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Transfer;

/// <summary>One run of a transfer: copies the statements and counts the outcomes.</summary>
internal sealed class TransferRun(IStatementStore from, IStatementStore to, TimeProvider timeProvider, IProgress<TransferProgress>? progress)
{
    /// <summary>The number of statements copied at a time. A store that commits in groups is two to four times as fast with several
    /// (measured).</summary>
    private const int Lanes = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<CopyKind, int> _counts = [];
    private readonly List<TransferConflict> _conflicts = [];
    private readonly List<StatementTransferException> _failures = [];
    private int _done;
    private int _total;
    private int _removed;
    private long _bytes;

    public async ValueTask<TransferResult> RunAsync(StatementFilter filter, bool isMove, CancellationToken cancellationToken)
    {
        var lanes = await ListAsync(filter, cancellationToken).ConfigureAwait(false);
        using var large = new SemaphoreSlim(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var copier = new StatementCopier(from, to, timeProvider, large, CountBytes);
        await Task.WhenAll(lanes.Select(lane => RunAsync(lane, copier, isMove, stop))).ConfigureAwait(false);
        return new()
        {
            Copied = _counts.GetValueOrDefault(CopyKind.Copied),
            AlreadyThere = _counts.GetValueOrDefault(CopyKind.AlreadyThere),
            Live = _counts.GetValueOrDefault(CopyKind.Live),
            Gone = _counts.GetValueOrDefault(CopyKind.Gone),
            Removed = _removed,
            Bytes = _bytes,
            Conflicts = _conflicts,
            Failures = _failures,
        };
    }

    /// <summary>Lists the statements, divided into lanes.</summary>
    /// <remarks>A request id passes from an expired statement to a later one, and at the target only in that order. So statements with the
    /// same request id are in one lane, oldest first.</remarks>
    private async ValueTask<List<StatementHandle>[]> ListAsync(StatementFilter filter, CancellationToken cancellationToken)
    {
        List<StatementHandle>[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new List<StatementHandle>())];
        await foreach (var statement in from.ListAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            var key = statement.RequestId is { } requestId ? HashCode.Combine(statement.SessionId, requestId) : statement.Handle.GetHashCode();
            lanes[(uint)key % Lanes].Add(statement.Handle);
            _total++;
        }

        foreach (var lane in lanes)
        {
            lane.Reverse();
        }

        Tell();
        return lanes;
    }

    /// <summary>Copies the statements of one lane; an exception stops the other lanes too.</summary>
    private async Task RunAsync(List<StatementHandle> lane, StatementCopier copier, bool isMove, CancellationTokenSource stop)
    {
        try
        {
            foreach (var handle in lane)
            {
                stop.Token.ThrowIfCancellationRequested();
                await TransferAsync(handle, copier, isMove, stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask TransferAsync(StatementHandle handle, StatementCopier copier, bool isMove, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await copier.CopyAsync(handle, cancellationToken).ConfigureAwait(false);
            var isRemoved = isMove && outcome.IsWhole && await from.RemoveAsync(handle, cancellationToken).ConfigureAwait(false);
            Count(() =>
            {
                _counts[outcome.Kind] = _counts.GetValueOrDefault(outcome.Kind) + 1;
                _removed += isRemoved ? 1 : 0;
                if (outcome.Kind == CopyKind.Conflict)
                {
                    _conflicts.Add(new(handle, outcome.Holder));
                }
            });
        }
        catch (StatementTransferException exception)
        {
            Count(() => _failures.Add(exception));
        }
        catch (Exception exception) when (exception is ArgumentException or StatementStoreException { InnerException: InvalidDataException })
        {
            // Damaged bytes, or texts that the target cannot store: a retry does not help, and the other statements can be copied.
            Count(() => _failures.Add(new(handle, null, $"Statement {handle} cannot be copied. {exception.Message}", exception)));
        }
    }

    private void Count(Action note)
    {
        lock (_lock)
        {
            note();
            _done++;
            Tell();
        }
    }

    private void CountBytes(int bytes)
    {
        lock (_lock)
        {
            _bytes += bytes;
            Tell();
        }
    }

    private void Tell() => progress?.Report(new(_done, _total, _bytes));
}
