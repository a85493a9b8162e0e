namespace Mockhaus.Statements.Stores.PerSession;

/// <summary>Merges lists of statements, newest first. A list that fails ends, and the others continue.</summary>
internal sealed class MergedList(IEnumerable<IAsyncEnumerable<Statement>> lists, List<Exception> failures) : IAsyncDisposable
{
    private readonly List<IAsyncEnumerator<Statement>> _lists = [.. lists.Select(list => list.GetAsyncEnumerator())];
    private readonly PriorityQueue<IAsyncEnumerator<Statement>, (long, Guid)> _heads = new(
        Comparer<(long CreatedAt, Guid Handle)>.Create(static (one, other) => other.CompareTo(one)));
    private IAsyncEnumerator<Statement>? _last;
    private bool _isBegun;

    /// <summary>The next statement, or null at the end.</summary>
    public async ValueTask<Statement?> NextAsync()
    {
        if (!_isBegun)
        {
            _isBegun = true;
            foreach (var list in _lists)
            {
                await MoveAsync(list).ConfigureAwait(false);
            }
        }
        else if (_last is not null)
        {
            await MoveAsync(_last).ConfigureAwait(false);
        }

        return _heads.TryDequeue(out _last, out _) ? _last.Current : null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var list in _lists)
        {
            await list.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask MoveAsync(IAsyncEnumerator<Statement> list)
    {
        try
        {
            if (await list.MoveNextAsync().ConfigureAwait(false))
            {
                _heads.Enqueue(list, (list.Current.CreatedAt.UtcTicks, list.Current.Handle.Value));
            }
        }
        catch (StatementStoreException exception)
        {
            failures.Add(exception);
        }
    }
}
