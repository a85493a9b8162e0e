namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>Holds every call of the store until somebody lets it go on.</summary>
internal sealed class Schedule
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<StoreVisit> _parked = [];
    private TaskCompletionSource _changed = NewSource();
    private bool _open;

    /// <summary>The calls that stand still, in an order that is the same each time.</summary>
    public IReadOnlyList<StoreVisit> Parked
    {
        get
        {
            lock (_lock)
            {
                return [.. _parked.OrderBy(visit => visit.Order)];
            }
        }
    }

    public Task ParkAsync(StoreVisit visit)
    {
        Task gate;
        lock (_lock)
        {
            if (_open)
            {
                return Task.CompletedTask;
            }

            visit.Gate = new();
            gate = visit.Gate.Task;
            _parked.Add(visit);
        }

        Changed();
        return gate;
    }

    /// <summary>Lets a call go on, up to where it stops next.</summary>
    public async Task GoAsync(StoreVisit visit)
    {
        TaskCompletionSource gate;
        lock (_lock)
        {
            _parked.Remove(visit);
            gate = visit.Gate;
        }

        gate.SetResult();
        await visit.Executed.Task.WaitAsync(Safety);
    }

    /// <summary>Stops no call any more.</summary>
    public void Open()
    {
        List<StoreVisit> parked;
        lock (_lock)
        {
            _open = true;
            parked = [.. _parked];
            _parked.Clear();
        }

        parked.ForEach(visit => visit.Gate.SetResult());
    }

    public void Changed()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            (changed, _changed) = (_changed, NewSource());
        }

        changed.SetResult();
    }

    /// <summary>Waits until nothing is awaited any more.</summary>
    /// <param name="awaited">Says what is still to come, or null.</param>
    public async Task UntilAsync(Func<string?> awaited)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (awaited() is not { } what)
            {
                return;
            }

            try
            {
                await changed.WaitAsync(Safety);
            }
            catch (TimeoutException)
            {
                throw new ModelException($"Still to come after {Safety.TotalSeconds} s: {what}.");
            }
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
