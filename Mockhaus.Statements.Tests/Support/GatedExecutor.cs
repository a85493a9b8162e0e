using System.Collections.Concurrent;
using System.Globalization;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>An executor with a gate for each statement, where it waits until it is told how to end.</summary>
/// <remarks>The SQL says how many rows there are, and whether the executor heeds its token.</remarks>
internal sealed class GatedExecutor(Action changed) : IStatementExecutor
{
    public const string Stubborn = "stubborn";
    public const string Failure = "F0001";

    private readonly ConcurrentDictionary<StatementHandle, TaskCompletionSource<ModelEnd>> _inside = new();

    private volatile bool _open;

    public int InsideCount => _inside.Count;

    public static string SqlOf(int rows, bool stubborn) =>
        string.Create(CultureInfo.InvariantCulture, $"{rows} {(stubborn ? Stubborn : "obedient")}");

    public static IReadOnlyList<string> RowsOf(string sql, StatementHandle handle)
    {
        var count = int.Parse(sql.Split(' ')[0], CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, count).Select(row => string.Create(CultureInfo.InvariantCulture, $"{handle}/{row}"))];
    }

    public bool IsInside(StatementHandle handle) => _inside.ContainsKey(handle);

    public bool IsAtGate(StatementHandle handle) => _inside.TryGetValue(handle, out var gate) && !gate.Task.IsCompleted;

    public void Tell(StatementHandle handle, ModelEnd end)
    {
        if (_inside.TryGetValue(handle, out var gate))
        {
            gate.TrySetResult(end);
        }
    }

    /// <summary>Tells everybody to finish, now and later.</summary>
    public void Open()
    {
        _open = true;
        foreach (var gate in _inside.Values)
        {
            gate.TrySetResult(ModelEnd.Finish);
        }
    }

    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        var statement = execution.Statement;

        // Whoever opens the gate runs what follows, up to its next call of the store: nothing else may move meanwhile.
        var gate = new TaskCompletionSource<ModelEnd>();
        using var stop = statement.Sql.EndsWith(Stubborn, StringComparison.Ordinal)
            ? default
            : cancellationToken.Register(() => gate.TrySetCanceled(cancellationToken));
        _inside[statement.Handle] = gate;
        if (_open)
        {
            gate.TrySetResult(ModelEnd.Finish);
        }

        changed();
        try
        {
            await RunAsync(execution, await gate.Task, cancellationToken);
        }
        finally
        {
            _inside.TryRemove(statement.Handle, out _);
            changed();
        }
    }

    private static async ValueTask RunAsync(StatementExecution execution, ModelEnd end, CancellationToken cancellationToken)
    {
        execution.Result.Start([ResultColumn.Text("T")]);
        foreach (var row in RowsOf(execution.Statement.Sql, execution.Statement.Handle))
        {
            execution.Result.Row.WriteText(row);
            await execution.Result.EndRowAsync(cancellationToken);
        }

        if (end == ModelEnd.Fail)
        {
            throw new StatementFailedException(new StatementError(Failure, "42000", "As the program wants it."));
        }
    }
}
