namespace Mockhaus.Statements.Conformance;

/// <summary>Runs the same thing many times at once, all of them let go together.</summary>
public static class Race
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(60);

    public static async Task<T[]> RunAsync<T>(int count, Func<int, Task<T>> run)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runners = Enumerable.Range(0, count).Select(number => Task.Run(async () =>
        {
            await gate.Task;
            return await run(number);
        })).ToArray();
        gate.SetResult();
        return await Task.WhenAll(runners).WaitAsync(Safety);
    }

    public static Task RunAsync(params Func<Task>[] runs) => RunAsync(runs.Length, async number =>
    {
        await runs[number]();
        return true;
    });
}
