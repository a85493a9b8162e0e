using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>
/// Counts the jobs of a Hangfire server that have ended. It is also its only filter: the usual ones (retries,
/// continuations, culture) would cost it time.
/// </summary>
internal sealed class HangfireEnds : IJobFilterProvider, IApplyStateFilter
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JobFilter[] _filters;
    private int _missing;

    public HangfireEnds(int expected)
    {
        _missing = expected;
        _filters = [new(this, JobFilterScope.Global, null)];
    }

    /// <summary>Ends when all jobs have.</summary>
    public Task All => _all.Task;

    public IEnumerable<JobFilter> GetFilters(Job job) => _filters;

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is FailedState failed)
        {
            _all.TrySetException(failed.Exception);
        }
        else if (context.NewState.IsFinal && Interlocked.Decrement(ref _missing) == 0)
        {
            _all.TrySetResult();
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }
}
