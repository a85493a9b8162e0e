using System.Data.Common;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>Cancels a command when a token fires, and repeats the cancel until the command has ended.</summary>
/// <remarks>
/// Providers ignore a cancel before the command has started (DuckDB does, measured), and do not report when it
/// has started. So the cancel is repeated with growing pauses, which end when the command ends.
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

        // The command must not be cancelled once its connection is used for another command.
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
                // The command has not started, or the provider does not support cancellation. The statement has already ended.
            }

            pause = pause * 2 < LastPause ? pause * 2 : LastPause;
        }
        while (!_over.Wait(pause));
    }
}
