namespace Mockhaus.Statements.Results;

/// <summary>The rows of one or several batches on pooled arrays, which are returned when the last batch is stored.</summary>
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
