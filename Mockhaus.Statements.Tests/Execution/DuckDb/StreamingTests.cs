namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class StreamingTests : DuckDbFixture
{
    [Test]
    public async Task DuckDB_runs_little_ahead_of_who_reads_its_rows() =>
        (await RowsAsync("select current_setting('streaming_buffer_size')")).Single().Single().Should().Be("125.0 KiB");

    [Test]
    public async Task A_database_whose_configuration_is_locked_is_used_as_it_is()
    {
        await RunAsync("set lock_configuration = true");

        (await RowsAsync("select current_setting('streaming_buffer_size')")).Single().Single().Should().Be("976.5 KiB");
        (await RowsAsync("from range(3)")).Should().HaveCount(3);
    }
}
