using System.Data.Common;
using System.Globalization;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>Statements that write, beside a connection that writes too.</summary>
public abstract class WriterFixture : ScriptFixture
{
    private DbConnection _other = null!;

    /// <summary>Called for each statement before its first run.</summary>
    protected Action<Statement> BeforeRun { get; set; } = _ => { };

    protected override AdoNetExecutorOptions ExecutorOptions => new() { ConfigureCommand = (_, statement) => BeforeRun(statement) };

    [SetUp]
    public async Task ConnectAsync()
    {
        _other = await Database.OpenConnectionAsync();
        Other("create table cnt (id int, n int); insert into cnt values (1, 0), (2, 0); create table k (id int primary key, n int)");
    }

    [TearDown]
    public async Task DisconnectAsync() => await _other.DisposeAsync();

    /// <summary>Runs SQL on the other connection.</summary>
    protected void Other(string sql)
    {
        using var command = _other.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Submits a statement and sees it still run after a while.</summary>
    protected async Task<Statement> WaitingAsync(StatementRequest request, int milliseconds = 200)
    {
        var statement = await Session.SubmitAsync(request);
        statement = await Session.WaitAsync(statement.Handle, TimeSpan.FromMilliseconds(milliseconds));
        statement.Status.Should().Be(StatementStatus.Running, "it waits: {0}, {1}", request.Sql, statement.Error?.Message);
        return statement;
    }

    protected async Task<Statement> EndAsync(Statement statement) => await Session.WaitAsync(statement.Handle, Patience);

    /// <summary>How often each client runs its statement: a few times, or as often as the environment says.</summary>
    protected static int Rounds => int.Parse(Environment.GetEnvironmentVariable("MOCKHAUS_WRITERS") ?? "10", CultureInfo.InvariantCulture);

    /// <summary>Lets many clients run one statement, again and again.</summary>
    protected async Task<List<Statement>> CrowdAsync(string sql, int rounds)
    {
        var ended = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            var mine = new List<Statement>();
            for (var i = 0; i < rounds; i++)
            {
                mine.Add(await RunAsync(sql));
            }

            return mine;
        }));
        return [.. ended.SelectMany(mine => mine)];
    }
}
