namespace Mockhaus.Statements.Execution;

/// <summary>Runs blocking work on threads outside of the thread pool. An idle thread is kept for a while for the next work item.</summary>
/// <remarks>
/// TaskCreationOptions.LongRunning is not used, because it creates a thread each time: arrays that a thread returns to the shared pool
/// are cached for it and lost when it ends, so that each result would be written to memory that the system has to clear
/// first (a third of its time, measured).
/// </remarks>
internal static class DedicatedThreads
{
    /// <summary> Address space only: just the used part takes memory. DuckDB binds and folds SQL of 1,000 levels in 4 MB, and needs about
    /// 1 KB for each level of JSON, which SQL can compute without another bound (measured, 1.5.6). The default stack size of systems is
    /// between 1 and 8 MB.
    /// </summary>
    private const int StackBytes = 256 * 1024 * 1024;

    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(10);

    /// <summary>The work items for idle threads. Its lock guards all fields.</summary>
    private static readonly Queue<Task> Waiting = [];
    private static int _idle;

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        // Continuations run on the thread pool, so that the thread is free for the next work item.
        var task = new Task<T>(work, TaskCreationOptions.RunContinuationsAsynchronously);
        lock (Waiting)
        {
            if (Waiting.Count < _idle)
            {
                Waiting.Enqueue(task);
                Monitor.Pulse(Waiting);
                return task;
            }
        }

        new Thread(() => Work(task), StackBytes) { IsBackground = true, Name = "Mockhaus executor" }.UnsafeStart();
        return task;
    }

    private static void Work(Task? task)
    {
        for (; task is not null; task = Next())
        {
            task.RunSynchronously(TaskScheduler.Default);
        }
    }

    private static Task? Next()
    {
        lock (Waiting)
        {
            _idle++;
            while (Waiting.Count == 0 && Monitor.Wait(Waiting, IdleFor))
            {
            }

            _idle--;
            return Waiting.TryDequeue(out var task) ? task : null;
        }
    }
}
