using System.Data.Common;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>Cancels a command when a token fires, and keeps at it until the command is over.</summary>
/// <remarks>
/// Providers forget a cancel that comes before the command has really begun (DuckDB does, measured), and nothing tells
/// when it has. So it is sent again, soon at first and then ever less often. The wait is on the command's end, not on the clock.
/// </remarks>
internal sealed class CommandInterrupt : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(1);

    private readonly DbCommand _command;
    private readonly ManualResetEventSlim _over = new();
    private readonly Lock _lock = new();
    private readonly CancellationTokenRegistration _registration;
    private Task _interrupting = Task.CompletedTask;

    public CommandInterrupt(DbCommand command, CancellationToken cancellationToken)
    {
        _command = command;
        _registration = cancellationToken.Register(Begin);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _over.Set();
        }

        _registration.Dispose();

        // The command must not be cancelled once its connection serves somebody else.
        _interrupting.GetAwaiter().GetResult();
        _over.Dispose();
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (!_over.IsSet)
            {
                _interrupting = Task.Factory.StartNew(
                    Interrupt, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
    }

    private void Interrupt()
    {
        var pause = FirstPause;
        do
        {
            try
            {
                _command.Cancel();
            }
            catch (Exception)
            {
                // Not yet, or not at all: a provider that cannot cancel works on. The statement has ended without it.
            }

            pause = pause * 2 < LastPause ? pause * 2 : LastPause;
        }
        while (!_over.Wait(pause));
    }
}
