using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Holds the first cancels until so many of them are under way.</summary>
internal sealed class MeetingStore(IStatementStore inner, int count) : StoreDouble(inner)
{
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _under;

    public bool HaveMet => _met.Task.IsCompleted;

    public override async ValueTask<StatementWrite> ReplaceAsync(
        Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        if (statement.Status == StatementStatus.Cancelled)
        {
            if (Interlocked.Increment(ref _under) == count)
            {
                _met.SetResult();
            }

            await _met.Task;
        }

        return await base.ReplaceAsync(statement, expectedVersion, cancellationToken);
    }
}
