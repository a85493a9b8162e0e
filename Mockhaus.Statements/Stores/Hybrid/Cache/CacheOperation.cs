using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>A call to the backing store about one statement, from before it is sent until the near cache is updated.</summary>
/// <remarks>
/// An operation that a change has overlapped with puts nothing into the near cache: neither of the two knows what the backing store has in
/// the end. A change that ends without having put anything there drops the entry, so that an unknown outcome leaves nothing behind.
/// </remarks>
internal sealed class CacheOperation(NearCache near, StatementHandle handle, CacheOperationKind kind, InFlightOperations inFlight) : IDisposable
{
    private readonly long _changes = inFlight.Changes;

    public StatementHandle Handle => handle;

    public CacheOperationKind Kind => kind;

    public InFlightOperations InFlight => inFlight;

    public bool HasKept { get; set; }

    /// <summary>Whether no change has overlapped. Read under the lock of the cache.</summary>
    public bool IsAlone => inFlight.Changes == _changes && inFlight.Changing == (kind == CacheOperationKind.Read ? 0 : 1);

    /// <summary>Puts near what the backing store has now, if it is a finished statement.</summary>
    public void Keep(Statement? statement) => near.Keep(this, statement);

    /// <summary>Puts a batch near.</summary>
    public void Keep(ResultBatch batch) => near.Keep(this, batch);

    /// <summary>Ends the operation.</summary>
    public void Dispose() => near.End(this);
}
