using System.Runtime.InteropServices;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <content>What calls to the far store bring near.</content>
internal sealed partial class NearCache
{
    /// <summary>Begins a call to the far store; it has to be disposed of after it.</summary>
    public CacheOperation Begin(StatementHandle handle, CacheOperationKind kind)
    {
        lock (_lock)
        {
            ref var inFlight = ref CollectionsMarshal.GetValueRefOrAddDefault(_inFlight, handle, out _);
            inFlight ??= new();
            inFlight.Operations++;
            if (kind != CacheOperationKind.Read)
            {
                inFlight.Changing++;
                inFlight.Changes++;
            }

            if (kind == CacheOperationKind.Change && Entry(handle) is { } entry)
            {
                entry.Statement = null;
            }

            return new(this, handle, kind, inFlight);
        }
    }

    /// <summary>Puts near what the far store has now, unless the visit was overtaken.</summary>
    public void Keep(CacheOperation operation, Statement? statement)
    {
        lock (_lock)
        {
            if (!operation.IsAlone)
            {
                return;
            }

            var entry = Entry(operation.Handle);
            if (statement is null || (!statement.IsFinished && entry?.Statement is not null))
            {
                // Gone, or gone and come again.
                DropIfPresent(entry);
            }
            else if (statement.IsFinished)
            {
                Put(entry, statement);
            }

            operation.HasKept = true;
        }
    }

    /// <summary>Puts a batch near, unless the visit was overtaken. One that was read is so only beside its statement.</summary>
    public void Keep(CacheOperation operation, ResultBatch batch)
    {
        // The far store is done with the bytes, but they are the caller's again when the call ends.
        var bytes = NearSize.Estimate(batch);
        var fits = _budget.Fits(bytes) && batch.Info.Number is >= 0 and < NearEntry.MaxBatches;
        var own = operation.Kind == CacheOperationKind.Change && fits && !StatusResult.Is(batch)
            ? batch with { Payload = batch.Payload.ToArray() }
            : batch;
        lock (_lock)
        {
            if (!operation.IsAlone)
            {
                return;
            }

            operation.HasKept = true;
            var entry = Entry(operation.Handle);
            if (entry?.Find(batch.Info.Number) is { } old)
            {
                Drop(old);
            }

            if (!fits || (operation.Kind == CacheOperationKind.Read && entry?.Statement?.Result is null))
            {
                return;
            }

            entry ??= Add(operation.Handle);
            Set(entry);
            var near = new NearBatch(entry, own);
            entry.Set(near);
            entry.Use();
            _budget.Add(near, bytes);
            KeepWithinBudget();
        }
    }

    /// <summary>Ends a call to the far store.</summary>
    public void End(CacheOperation operation)
    {
        lock (_lock)
        {
            var inFlight = operation.InFlight;
            if (operation.Kind != CacheOperationKind.Read)
            {
                inFlight.Changing--;
                inFlight.Changes++;
            }

            if (operation.Kind == CacheOperationKind.Change && !operation.HasKept)
            {
                DropIfPresent(Entry(operation.Handle));
            }

            if (--inFlight.Operations == 0)
            {
                _inFlight.Remove(operation.Handle);
            }
        }
    }

    private void Put(NearEntry? entry, Statement statement)
    {
        var (bytes, now) = (NearSize.Estimate(statement), _timeProvider.GetUtcNow());
        if (statement.IsExpiredAt(now) || !_budget.Fits(bytes))
        {
            DropIfPresent(entry);
            return;
        }

        entry?.Use();
        entry ??= Add(statement.Handle);
        if (statement.Result is null)
        {
            DropBatches(entry);
        }

        _budget.Resize(entry, bytes);
        entry.ConfirmedAt = now.UtcTicks;
        entry.Statement = statement;
        Set(entry);
        KeepWithinBudget();
    }

    private void DropIfPresent(NearEntry? entry)
    {
        if (entry is not null)
        {
            Drop(entry);
        }
    }
}
