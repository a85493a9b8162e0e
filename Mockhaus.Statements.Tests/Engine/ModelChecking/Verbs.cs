using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>The manager's verbs as the model's programs use them; the one place that knows their signatures.</summary>
internal sealed class Verbs(IStatementStore store, GatedExecutor executor, MockhausStatementsOptions options, TimeProvider clock)
    : IAsyncDisposable
{
    private readonly StatementManager _manager = new(store, executor, options, clock);

    public async Task<Statement> SubmitAsync(string session, StatementRequest request) =>
        await _manager.SubmitAsync(session, request, default);

    public async Task<Statement> GetAsync(string session, StatementHandle handle) => await _manager.GetAsync(session, handle, default);

    public async Task<Statement> WaitAsync(string session, StatementHandle handle, TimeSpan limit) =>
        await _manager.WaitAsync(session, handle, limit, WaitTimeoutBehavior.ReturnCurrent, default);

    public async Task<CancelResult> CancelAsync(string session, StatementHandle handle) =>
        await _manager.CancelAsync(session, handle, default);

    public async Task<bool> ReleaseAsync(string session, StatementHandle handle) => await _manager.ReleaseAsync(session, handle, default);

    public async Task<ResultBatch?> ReadBatchAsync(string session, StatementHandle handle, int number) =>
        await _manager.ReadBatchAsync(session, handle, number, default);

    public async Task<List<string?>> ReadRowsAsync(string session, StatementHandle handle)
    {
        var rows = new List<string?>();
        await foreach (var row in _manager.ReadRowsAsync(session, handle, 0, null, default))
        {
            rows.Add(row.Single());
        }

        return rows;
    }

    public async Task<List<Statement>> ListAsync(string session)
    {
        var list = new List<Statement>();
        await foreach (var statement in _manager.ListAsync(session, null, default))
        {
            list.Add(statement);
        }

        return list;
    }

    public async Task<int> EndSessionAsync(string session) => await _manager.EndSessionAsync(session, default);

    public ValueTask DisposeAsync() => _manager.DisposeAsync();
}
