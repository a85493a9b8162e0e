namespace Mockhaus.Statements.Tests.Docs;

internal sealed class UserClient(StatementSession session)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public async Task<string?> NameOfAsync(int id)
    {
        var found = await session.RunAsync(
            new() { Sql = "select name from users where id = ?", Bindings = StatementBinding.Positional(id) }, Timeout);
        var row = await session.ReadRowsAsync(found.Handle).SingleAsync();
        return row.GetString("NAME");
    }

    public async Task AddAsync(string name)
    {
        var insert = new StatementRequest { Sql = "insert into users values (?)", Bindings = StatementBinding.Positional(name) };
        try
        {
            await session.RunAsync(insert, Timeout);
        }
        catch (StatementFailedException exception) when (exception.Error.Code == "000625")
        {
            await session.RunAsync(insert, Timeout);
        }
    }
}
