namespace Mockhaus.Statements.Transfer;

/// <summary>One run of a transfer: goes over the statements and counts.</summary>
internal sealed class TransferRun
{
    private readonly IStatementStore _from;
    private readonly StatementCopier _copier;
    private readonly IProgress<TransferProgress>? _progress;
    private readonly Dictionary<CopyKind, int> _counts = [];
    private readonly List<TransferConflict> _conflicts = [];
    private readonly List<StatementTransferException> _failures = [];
    private int _done;
    private int _total;
    private int _removed;
    private long _bytes;

    public TransferRun(IStatementStore from, IStatementStore to, TimeProvider timeProvider, IProgress<TransferProgress>? progress)
    {
        (_from, _progress) = (from, progress);
        _copier = new(from, to, timeProvider, Count);
    }

    public async ValueTask<TransferResult> RunAsync(StatementFilter filter, bool isMove, CancellationToken cancellationToken)
    {
        var handles = new List<StatementHandle>();
        await foreach (var statement in _from.ListAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            handles.Add(statement.Handle);
        }

        // A request id goes from one that has expired to a later one, and can do so at the target only in that order.
        handles.Reverse();
        _total = handles.Count;
        Tell();
        foreach (var handle in handles)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await TransferAsync(handle, isMove, cancellationToken).ConfigureAwait(false);
            _done++;
            Tell();
        }

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

    private async ValueTask TransferAsync(StatementHandle handle, bool isMove, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await _copier.CopyAsync(handle, cancellationToken).ConfigureAwait(false);
            _counts[outcome.Kind] = _counts.GetValueOrDefault(outcome.Kind) + 1;
            if (outcome.Kind == CopyKind.Conflict)
            {
                _conflicts.Add(new(handle, outcome.Holder));
            }

            if (isMove && outcome.IsWhole && await _from.RemoveAsync(handle, cancellationToken).ConfigureAwait(false))
            {
                _removed++;
            }
        }
        catch (StatementTransferException exception)
        {
            _failures.Add(exception);
        }
        catch (Exception exception) when (exception is ArgumentException or StatementStoreException { InnerException: InvalidDataException })
        {
            // Stored bytes that are damaged, or texts that the target cannot keep: trying again would not help, and the others can be copied.
            _failures.Add(new(handle, null, $"Statement {handle} cannot be copied. {exception.Message}", exception));
        }
    }

    private void Count(int bytes)
    {
        _bytes += bytes;
        Tell();
    }

    private void Tell() => _progress?.Report(new(_done, _total, _bytes));
}
