using System.Threading.Channels;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>An executor that waits at a gate, or does what the test says; tells what it has begun.</summary>
public sealed class ControlledExecutor : IStatementExecutor
{
    /// <summary>SQL that fails at once, without a gate.</summary>
    public const string Settling = "settle";

    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly Channel<StatementExecution> _begun = Channel.CreateUnbounded<StatementExecution>();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What happens behind the gate.</summary>
    public Func<StatementExecution, CancellationToken, ValueTask> Run { get; set; } = static (_, _) => ValueTask.CompletedTask;

    public bool IgnoresToken { get; set; }

    /// <summary>Ends when the token of some execution has fired.</summary>
    public Task Stopped => _stopped.Task.WaitAsync(Safety);

    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(execution);
        if (execution.Statement.Sql == Settling)
        {
            throw new StatementFailedException(new("000000", "00000", "Settled."));
        }

        _ = cancellationToken.Register(() => _stopped.TrySetResult());
        _begun.Writer.TryWrite(execution);
        await _gate.Task.WaitAsync(IgnoresToken ? CancellationToken.None : cancellationToken);
        await Run(execution, cancellationToken);
    }

    /// <summary>The next statement that has reached the gate.</summary>
    public Task<StatementExecution> BegunAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(Safety);

    /// <summary>Opens the gate for this statement and all later ones.</summary>
    public void Release() => _gate.TrySetResult();
}
