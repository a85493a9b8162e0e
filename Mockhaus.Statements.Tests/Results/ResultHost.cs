using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>A manager whose statements all write the same rows.</summary>
internal sealed class ResultHost : IAsyncDisposable
{
    private readonly MemoryStatementStore _store = new();
    private readonly StatementManager _manager;

    public ResultHost(MockhausStatementsOptions options, Action<ResultWriter> write)
    {
        var executor = new DelegateStatementExecutor((execution, _) =>
        {
            write(execution.Result);
            return ValueTask.CompletedTask;
        });
        Store = new(_store);
        _manager = new(Store, executor, options);
        Session = _manager.OpenSession("results");
    }

    public StatementSession Session { get; }

    public NotingStore Store { get; }

    public static ResultHost OfNumbers(int rows, MockhausStatementsOptions options) => new(options, result =>
    {
        result.Start([ResultColumn.Fixed("n")]);
        for (var row = 0; row < rows; row++)
        {
            result.Row.WriteInt64(row);
            EndRow(result);
        }
    });

    /// <summary>Stores complete at once here, so nothing is ever waited for.</summary>
    public static void EndRow(ResultWriter result) => result.EndRowAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public async Task<Statement> RunAsync()
    {
        var statement = await Session.SubmitAsync(new() { Sql = "select" });
        return await Session.WaitAsync(statement.Handle, TimeSpan.FromMinutes(1));
    }

    /// <summary>What the store itself holds, whatever the manager says.</summary>
    public ValueTask<ResultBatch?> StoredAsync(StatementHandle handle, int number) =>
        _store.ReadBatchAsync(handle, number, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _manager.DisposeAsync();
        _store.Dispose();
    }
}
