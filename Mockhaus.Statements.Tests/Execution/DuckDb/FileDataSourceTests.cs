using System.Data.Common;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class FileDataSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_file_that_a_full_disk_has_invalidated_is_opened_again_with_its_settings_and_rows()
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.Mount(folder.File("disk"), 24);
        var ballast = disk.Fill(8);
        var opened = 0;
        await using var source = new DuckDbFileDataSource(Path.Combine(disk.Folder, "users.db"), connection =>
        {
            opened++;
            Execute(connection, "set global TimeZone = 'Asia/Tokyo'");
        });
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(source));
        var session = manager.OpenSession("s");
        (await RunAsync(session, "create table t (i int, v varchar)")).Error.Should().BeNull();

        var kept = 0;
        StatementError? error = null;
        for (var i = 0; i < 200 && error is null; i++)
        {
            error = (await RunAsync(session, $"insert into t select {i}, string_agg(md5(random()::varchar), '') from range(20000)")).Error;
            kept += error is null ? 1 : 0;
            error ??= i % 5 == 4 ? (await RunAsync(session, "checkpoint")).Error : null;
        }

        error!.Code.Should().Be(StatementErrorCodes.DatabaseUnavailable);
        File.Delete(ballast);
        source.Check().Should().BeNull("there is room again");

        (await RunAsync(session, "insert into t values (-1, '')")).Error.Should().BeNull();
        await using var connection = await source.OpenConnectionAsync();
        Scalar(connection, "select current_setting('TimeZone')").Should().Be("Asia/Tokyo");
        Convert.ToInt32(Scalar(connection, "select count(*) from t where i >= 0"), null).Should().BeGreaterThanOrEqualTo(kept, "they were acknowledged");
        opened.Should().BeGreaterThan(1);
    }

    [Test]
    public async Task A_failed_file_is_opened_again_when_its_last_connection_is_closed()
    {
        using var folder = new TemporaryFolder();
        var opened = 0;
        await using var source = new DuckDbFileDataSource(folder.File("users.db"), _ => opened++);
        var held = await source.OpenConnectionAsync();
        source.Invalidate(Fatal());

        var next = Task.Run(() => source.OpenConnection());
        next.IsCompleted.Should().BeFalse();
        await held.DisposeAsync();

        await using var connection = await next.WaitAsync(Patience);
        opened.Should().Be(2);
        Scalar(connection, "select 1").Should().Be(1);
    }

    [Test]
    public async Task A_file_whose_connections_stay_open_is_refused_with_its_code()
    {
        using var folder = new TemporaryFolder();
        await using var source = new DuckDbFileDataSource(folder.File("users.db"));
        await using var held = await source.OpenConnectionAsync();
        source.Invalidate(Fatal());

        source.Check().Should().BeOfType<StatementFailedException>().Which.Error.Code.Should().Be(StatementErrorCodes.DatabaseUnavailable);
    }

    [Test]
    public async Task Text_that_looks_like_a_failure_closes_nothing()
    {
        using var folder = new TemporaryFolder();
        var opened = 0;
        await using var source = new DuckDbFileDataSource(folder.File("users.db"), _ => opened++);
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(source));
        var session = manager.OpenSession("s");

        (await RunAsync(session, "select error('FATAL Error: database has been invalidated: No space left on device')")).Error!.Code
            .Should().Be(StatementErrorCodes.ExecutionFailed);
        source.ReportIfFatal(Fatal());
        (await RunAsync(session, "select 1")).Error.Should().BeNull();

        opened.Should().Be(1);
    }

    private static StatementFailedException Fatal() => new(new(StatementErrorCodes.DatabaseUnavailable, "58030", "failed"));

    private static async Task<Statement> RunAsync(StatementSession session, string sql)
    {
        var statement = await session.SubmitAsync(new() { Sql = sql });
        return await session.WaitAsync(statement.Handle, Patience);
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
