using System.Collections.Immutable;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Testing;

/// <summary>The answer to one call: its delays, and how it ends.</summary>
internal sealed record ScriptedAnswer(
    ImmutableArray<Func<CancellationToken, Task>> Pauses, Func<StatementExecution, CancellationToken, ValueTask> Answer)
{
    public static ScriptedAnswer Failing(StatementError error) => new([], (_, _) => throw new StatementFailedException(error));

    /// <param name="execution">The call.</param>
    /// <param name="begun">Called when the first delay has started, so that moving the clock wakes it.</param>
    /// <param name="cancellationToken">Ends every delay.</param>
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
