using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>A batch in the near cache.</summary>
internal sealed class NearBatch(NearEntry entry, ResultBatch batch) : NearItem
{
    public NearEntry Entry => entry;

    public ResultBatch Batch => batch;
}
