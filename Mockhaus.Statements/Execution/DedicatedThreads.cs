namespace Mockhaus.Statements.Execution;

/// <summary>Runs what blocks on a thread that is not the pool's, and keeps such a thread for a while for whoever comes next.</summary>
/// <remarks>
/// Not TaskCreationOptions.LongRunning, which makes a thread each time: the arrays that a thread gives back to the shared pool
/// stay with it and are lost when it ends, so that each result would be written into memory that the system has to clear
/// first (a third of its time, measured).
/// </remarks>
internal static class DedicatedThreads
{
    /// <summary>
    /// Address space only: what is used of it takes memory. DuckDB binds and folds SQL of 1,000 levels in 4 MB, and takes about 1 KB a level of JSON, which
    /// SQL can compute and nothing else bounds (measured, 1.5.6). The system's own threads have between 1 and 8 MB.
    /// </summary>
    private const int StackBytes = 256 * 1024 * 1024;

    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(10);

    /// <summary>What idle threads are to take up. Its lock guards all that is here.</summary>
    private static readonly Queue<Task> Waiting = [];
    private static int _idle;

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        // Whoever awaits it goes on elsewhere: the thread is for the next who blocks.
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
