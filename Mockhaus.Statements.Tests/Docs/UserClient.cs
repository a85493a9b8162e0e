using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>What a reader of the README would have in its place: code that asks a database and is to be tested.</summary>
internal sealed class UserClient(StatementSession session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<string?> NameOfAsync(int id)
    {
        var rows = await RunAsync("select name from users where id = ?", new("FIXED", $"{id}"));
        return rows.Single()[0];
    }

    /// <summary>Tries again once.</summary>
    public async Task AddAsync(string name)
    {
        try
        {
            await RunAsync("insert into users values (?)", new("TEXT", name));
        }
        catch (InvalidOperationException)
        {
            await RunAsync("insert into users values (?)", new("TEXT", name));
        }
    }

    /// <summary>Gives up when the token fires, and stops the statement.</summary>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        var statement = await session.SubmitAsync(new() { Sql = "call report()" }, CancellationToken.None);
        try
        {
            await session.WaitAsync(statement.Handle, Patience, cancellationToken: cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await session.CancelAsync(statement.Handle, CancellationToken.None);
        }
    }

    private async Task<List<ResultRow>> RunAsync(string sql, StatementBinding binding)
    {
        var statement = await session.SubmitAsync(
            new() { Sql = sql, Bindings = new Dictionary<string, StatementBinding> { ["1"] = binding } });
        statement = await session.WaitAsync(statement.Handle, Patience);
        return statement.Error is null
            ? await session.ReadRowsAsync(statement.Handle).ToListAsync()
            : throw new InvalidOperationException(statement.Error.Message);
    }
}
