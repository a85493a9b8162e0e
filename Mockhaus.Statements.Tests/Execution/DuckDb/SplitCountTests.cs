using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Mockhaus.Statements.Execution;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>The splitter beside DuckDB's own parser, on texts that are put together at random.</summary>
public sealed class SplitCountTests
{
    private static readonly string[] Pieces =
    [
        "select 1", "select", "select '", "select e'", "select $$", "1", "'", "''", "\"", "\"\"", "$$", "$t$", "$", "--", "/*", "*/", "\n", "\r",
        " ", ";", ";", "\\", "e'", "E'", "'a'", "x\u00e9", "\u00a0", "\u2003", "\u200b", "x", "+", "/", "-", ",", "as a", "a$", "\t",
    ];

    [Test]
    public async Task DuckDB_counts_as_many_statements()
    {
        await using var database = new InMemoryDuckDbDataSource();
        await using var opened = await database.OpenConnectionAsync();
        var connection = ((DuckDBConnection)opened).NativeConnection;
        var random = new Random(7);
        var parsed = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var sql = string.Concat(Enumerable.Range(0, random.Next(1, 15)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (Count(connection, sql) is { } count)
            {
                SqlSplitter.Split(sql).Count.Should().Be(count, "DuckDB says so of {0}", sql);
                parsed += count > 0 ? 1 : 0;
            }
        }

        parsed.Should().BeGreaterThan(500, "texts that DuckDB cannot parse prove nothing");
    }

    [TestCase("select nested /* /* ; */ ; */ from t; select 2", 2)]
    [TestCase("select $x$;$$;$x$; select e'\\';'; select 1 as \"a;\"", 3)]
    [TestCase("-- nothing; at all", 0)]
    public async Task Each_kind_of_quote_is_DuckDBs(string sql, int count)
    {
        await using var database = new InMemoryDuckDbDataSource();
        await using var opened = await database.OpenConnectionAsync();
        Count(((DuckDBConnection)opened).NativeConnection, sql).Should().Be(count);
        SqlSplitter.Split(sql).Should().HaveCount(count);
    }

    private static int? Count(DuckDBNativeConnection connection, string sql)
    {
        var count = ExtractStatements.DuckDBExtractStatements(connection, sql, out var statements);
        using (statements)
        {
            return string.IsNullOrEmpty(ExtractStatements.DuckDBExtractStatementsError(statements)) ? count : null;
        }
    }
}
