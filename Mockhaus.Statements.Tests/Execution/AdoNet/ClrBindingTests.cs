using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Execution.AdoNet;

/// <summary>CLR values bound in process arrive in DuckDB as they are.</summary>
public sealed class ClrBindingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Values_arrive_as_they_are()
    {
        var values = await OneAsync(
            """
            select (? = 7)::text, (? = 12.30)::text, isnan(?)::text, ?, (? = true)::text, (? = '\x00\xAB'::blob)::text, (? = date '2024-02-29')::text,
                   (? = time '12:30:01')::text, (? = timestamp '2024-02-29 12:30:01')::text, (? = timestamptz '2024-02-29 10:30:01+00')::text, (?::text is null)::text,
                   (? = '-infinity'::double)::text
            """,
            7,
            12.30m,
            double.NaN,
            "O'Brien",
            true,
            new byte[] { 0, 0xAB },
            new DateOnly(2024, 2, 29),
            new TimeOnly(12, 30, 1),
            new DateTime(2024, 2, 29, 12, 30, 1),
            new DateTimeOffset(2024, 2, 29, 12, 30, 1, TimeSpan.FromHours(2)),
            null,
            double.NegativeInfinity);

        values.Should().Equal("true", "true", "true", "O'Brien", "true", "true", "true", "true", "true", "true", "true", "true");
    }

    private static async Task<IReadOnlyList<string?>> OneAsync(string sql, params object?[] values)
    {
        await using var duckDb = new InMemoryDuckDbDataSource();
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(duckDb));
        var session = manager.OpenSession("me");
        var statement = await session.RunAsync(new() { Sql = sql, Bindings = StatementBinding.Positional(values) }, Patience);
        var row = await session.ReadRowsAsync(statement.Handle).SingleAsync();
        return [.. row];
    }
}
