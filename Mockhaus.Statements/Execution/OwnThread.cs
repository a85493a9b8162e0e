namespace Mockhaus.Statements.Execution;

/// <summary>Runs what blocks on a thread that is not the pool's.</summary>
internal static class OwnThread
{
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
