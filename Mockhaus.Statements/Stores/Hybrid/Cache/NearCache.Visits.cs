using System.Runtime.InteropServices;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <content>What calls to the far store bring near.</content>
internal sealed partial class NearCache
{
    /// <summary>Begins a call to the far store; it has to be disposed of after it.</summary>
    public CacheOperation Visit(StatementHandle handle, CacheOperationKind kind)
    {
        lock (_gate)
        {
            ref var flight = ref CollectionsMarshal.GetValueRefOrAddDefault(_flights, handle, out _);
            flight ??= new();
            flight.Visits++;
            if (kind != CacheOperationKind.Read)
            {
                flight.Changers++;
                flight.Changes++;
            }

            if (kind == CacheOperationKind.Change && Entry(handle) is { } entry)
            {
                entry.Statement = null;
            }

            return new(this, handle, kind, flight);
        }
    }

    /// <summary>Puts near what the far store has now, unless the visit was overtaken.</summary>
    public void Keep(CacheOperation visit, Statement? statement)
    {
        lock (_gate)
        {
            if (!visit.IsAlone)
            {
                return;
            }

            var entry = Entry(visit.Handle);
            if (statement is null || (!statement.IsFinished && entry?.Statement is not null))
            {
                // Gone, or gone and come again.
                DropAny(entry);
            }
            else if (statement.IsFinished)
            {
                Put(entry, statement);
            }

            visit.HasKept = true;
        }
    }

    /// <summary>Puts a batch near, unless the visit was overtaken. One that was read is so only beside its statement.</summary>
    public void Keep(CacheOperation visit, ResultBatch batch)
    {
        // The far store is done with the bytes, but they are the caller's again when the call ends.
        var bytes = NearSize.Of(batch);
        var fits = _budget.Fits(bytes) && batch.Info.Number is >= 0 and < NearEntry.MaxBatches;
        var own = visit.Kind == CacheOperationKind.Change && fits && !StatusResult.Is(batch)
            ? batch with { Payload = batch.Payload.ToArray() }
            : batch;
        lock (_gate)
        {
            if (!visit.IsAlone)
            {
                return;
            }

            visit.HasKept = true;
            var entry = Entry(visit.Handle);
            if (entry?.Find(batch.Info.Number) is { } old)
            {
                Drop(old);
            }

            if (!fits || (visit.Kind == CacheOperationKind.Read && entry?.Statement?.Result is null))
            {
                return;
            }

            entry ??= Add(visit.Handle);
            Set(entry);
            var near = new NearBatch(entry, own);
            entry.Set(near);
            entry.Use();
            _budget.Add(near, bytes);
            KeepWithinBudget();
        }
    }

    /// <summary>Ends a call to the far store.</summary>
    public void Leave(CacheOperation visit)
    {
        lock (_gate)
        {
            var flight = visit.Flight;
            if (visit.Kind != CacheOperationKind.Read)
            {
                flight.Changers--;
                flight.Changes++;
            }

            if (visit.Kind == CacheOperationKind.Change && !visit.HasKept)
            {
                DropAny(Entry(visit.Handle));
            }

            if (--flight.Visits == 0)
            {
                _flights.Remove(visit.Handle);
            }
        }
    }

    private void Put(NearEntry? entry, Statement statement)
    {
        var (bytes, now) = (NearSize.Of(statement), _timeProvider.GetUtcNow());
        if (statement.IsExpiredAt(now) || !_budget.Fits(bytes))
        {
            DropAny(entry);
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

    private void DropAny(NearEntry? entry)
    {
        if (entry is not null)
        {
            Drop(entry);
        }
    }
}
