using System.Collections.Immutable;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Testing;

/// <summary>What happens to one call: what it waits for, and how it ends.</summary>
internal sealed record ScriptedAnswer(
    ImmutableArray<Func<CancellationToken, Task>> Pauses, Func<StatementExecution, CancellationToken, ValueTask> Answer)
{
    public static ScriptedAnswer Failing(StatementError error) => new([], (_, _) => throw new StatementFailedException(error));

    /// <param name="execution">The call.</param>
    /// <param name="begun">Called once the first pause counts: whoever then moves the clock wakes it.</param>
    /// <param name="cancellationToken">Ends every pause.</param>
    public async ValueTask RunAsync(StatementExecution execution, Action begun, CancellationToken cancellationToken)
    {
        var pause = Pauses.IsEmpty ? Task.CompletedTask : Pauses[0](cancellationToken);
        begun();
        await pause.ConfigureAwait(false);
        foreach (var next in Pauses.Skip(1))
        {
            await next(cancellationToken).ConfigureAwait(false);
        }

        await Answer(execution, cancellationToken).ConfigureAwait(false);
    }
}
