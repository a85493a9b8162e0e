using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>Requests of several statements on DuckDB.</summary>
public abstract class ScriptFixture : DuckDbFixture
{
    internal ScriptDouble Executor { get; private set; } = null!;

    protected override IStatementExecutor Wrap(IStatementExecutor executor) => Executor = new((IMultiStatementExecutor)executor);

    /// <summary>Runs a script to its end; 0 is any number of statements.</summary>
    protected async Task<Statement> ScriptAsync(string sql, int count = 0)
    {
        var parent = await Session.SubmitAsync(new() { Sql = sql, StatementCount = count });
        return await Session.WaitAsync(parent.Handle, Patience);
    }

    protected async Task<List<Statement>> ChildrenAsync(Statement parent)
    {
        var children = new List<Statement>();
        foreach (var handle in parent.Children)
        {
            children.Add(await Session.WaitAsync(handle, Patience));
        }

        return children;
    }

    /// <summary>The codes of the parts' errors, null for those that succeeded.</summary>
    protected async Task<List<string?>> CodesAsync(Statement parent) =>
        [.. (await ChildrenAsync(parent)).Select(child => child.Error?.Code)];

    protected async Task<List<string?>> CellsAsync(StatementHandle handle) =>
        [.. (await Session.ReadRowsAsync(handle).ToListAsync()).Select(row => row.Single())];
}
