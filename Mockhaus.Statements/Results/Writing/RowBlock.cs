namespace Mockhaus.Statements.Results;

/// <summary>The rows of one batch or of several on pooled arrays, which go back when the last of them is stored.</summary>
internal sealed class RowBlock(ResultSegment? first, int batches)
{
    private int _users = batches;

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            first?.Return();
        }
    }
}
