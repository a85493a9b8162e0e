using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>One call to the far store about one statement, from before it is asked until what is near has been brought into line.</summary>
/// <remarks>
/// Nothing is put near by a visit that a change has overlapped with: neither of the two knows what the far store has in the
/// end. A change that ends without having put anything near drops what there was, so that an unknown outcome leaves nothing behind.
/// </remarks>
internal sealed class CacheOperation(NearCache near, StatementHandle handle, CacheOperationKind kind, InFlightOperations inFlight) : IDisposable
{
    private readonly long _changes = inFlight.Changes;

    public StatementHandle Handle => handle;

    public CacheOperationKind Kind => kind;

    public InFlightOperations InFlight => inFlight;

    public bool HasKept { get; set; }

    /// <summary>Whether no change has come in between. To be asked under the cache's lock.</summary>
    public bool IsAlone => inFlight.Changes == _changes && inFlight.Changing == (kind == CacheOperationKind.Read ? 0 : 1);

    /// <summary>Puts near what the far store has now; null and live ones are not.</summary>
    public void Keep(Statement? statement) => near.Keep(this, statement);

    /// <summary>Puts a batch near.</summary>
    public void Keep(ResultBatch batch) => near.Keep(this, batch);

    /// <summary>Ends the operation.</summary>
    public void Dispose() => near.End(this);
}
