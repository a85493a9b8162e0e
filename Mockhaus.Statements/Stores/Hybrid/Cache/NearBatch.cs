using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>A batch that is near.</summary>
internal sealed class NearBatch(NearEntry entry, ResultBatch batch) : NearItem
{
    public NearEntry Entry => entry;

    public ResultBatch Batch => batch;
}
