using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>Cancels a command when a token fires, and keeps at it until the command is over.</summary>
/// <remarks>
/// Providers forget a cancel that comes before the command has really begun (DuckDB does, measured), and nothing tells
/// when it has. So it is sent again every few milliseconds. The wait is on the command's end, not on the clock.
/// </remarks>
internal sealed class CommandInterrupt : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

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
        try
        {
            do
            {
                _command.Cancel();
            }
            while (!_over.Wait(Again));
        }
        catch (Exception)
        {
            // A provider that cannot cancel works on; the statement has ended without it, and its rows are refused.
        }
    }
}
