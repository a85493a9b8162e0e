using System.Data;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.Docs;

/// <summary>The examples of docs/results.md, and the one of the README about rows, as they stand there.</summary>
public sealed class ResultExamples
{
    private static readonly DateTimeOffset Since = new(2026, 7, 1, 12, 0, 0, TimeSpan.FromHours(2));
    private StatementManager _manager = null!;
    private StatementSession _session = null!;
    private Statement _statement = null!;

    [SetUp]
    public async Task Run()
    {
        var script = new ScriptedExecutor();
        script.When("select * from people").Returns(
            [ResultColumn.Fixed("ID", 10), "NAME", "SINCE", new ResultColumn("SCORE", ResultColumnType.Real)],
            [1, "Ada", Since, 1.0],
            [2, "Grace", Since, 2.0],
            [3, "Edsger", Since, null]);
        _manager = new(new MemoryStatementStore(), script);
        _session = _manager.OpenSession("me");
        _statement = await _session.SubmitAsync(new() { Sql = "select * from people" });
        _statement = await _session.WaitAsync(_statement.Handle, TimeSpan.FromSeconds(30));
    }

    [TearDown]
    public ValueTask End() => _manager.DisposeAsync();

    [Test]
    public async Task Rows_are_printed()
    {
        var (session, statement) = (_session, _statement);
        await foreach (var row in session.ReadRowsAsync(statement.Handle))
        {
            Console.WriteLine($"{row.GetInt64("ID")} {row.GetString("NAME")}");
        }

        statement.Result!.RowCount.Should().Be(3);
    }

    [Test]
    public async Task A_range_of_typed_rows()
    {
        var (session, statement) = (_session, _statement);
        var people = new List<string>();

        await foreach (var row in session.ReadRowsAsync(statement.Handle, skip: 1, take: 2))
        {
            var id = row.GetInt64("ID"); // or row.GetInt64(0)
            var since = row.GetDateTimeOffset("SINCE");
            var score = row.Get<double?>("SCORE"); // null for NULL
            people.Add($"{id} {row.GetString("NAME")} {since:yyyy-MM-dd} {score}");
        }

        people.Should().Equal("2 Grace 2026-07-01 2", "3 Edsger 2026-07-01 ");
    }

    [Test]
    public async Task A_data_table()
    {
        var (session, statement) = (_session, _statement);
        await using var reader = await session.OpenReaderAsync(statement.Handle);
        var table = new DataTable();
        table.Load(reader);

        table.Rows.Count.Should().Be(3);
        table.Rows[1]["SINCE"].Should().Be(Since);
        table.Rows[2]["SCORE"].Should().Be(DBNull.Value);
    }

    [Test]
    public async Task A_file()
    {
        var path = Path.GetTempFileName();
        await CopyAsync(path);

        (await File.ReadAllTextAsync(path)).Should().StartWith("{\"data\":[[\"1\",\"Ada\",").And.EndWith("null]]}");
        File.Delete(path);
    }

    private async Task CopyAsync(string path)
    {
        var (session, statement) = (_session, _statement);
        await using var file = File.Create(path);
        await session.CopyToAsync(statement.Handle, file);
    }
}
