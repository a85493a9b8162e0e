using System.Numerics;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>Every type at its edges, and thousands of random values: written, stored, and read in every way. What fails names the seed.</summary>
public sealed class TypedReadTests
{
    private const int Rows = 260;
    private static readonly MockhausStatementsOptions Options = new() { Results = { InlineResultBytes = 0, ResultBatchSize = 37 } };

    [Test]
    public async Task Every_type_comes_back_equal_from_memory([Values(5, 20261123)] int seed)
    {
        var table = new TypedTable(seed, Rows);
        using var store = new MemoryStatementStore();
        await using var manager = new StatementManager(store, table.Executor, Options);

        await table.CheckAsync(manager.OpenSession("me"), await TypedTable.RunAsync(manager.OpenSession("me")));
    }

    [Test]
    public async Task Every_type_comes_back_equal_from_a_file_that_was_closed([Values(6, 20261124)] int seed)
    {
        var table = new TypedTable(seed, Rows);
        var folder = Directory.CreateTempSubdirectory("mockhaus");
        var path = Path.Combine(folder.FullName, "statements.db");
        StatementHandle handle;
        await using (var store = new DuckDbStatementStore(new() { Path = path }))
        await using (var manager = new StatementManager(store, table.Executor, Options))
        {
            handle = await TypedTable.RunAsync(manager.OpenSession("me"));
            await table.CheckAsync(manager.OpenSession("me"), handle);
        }

        await using (var store = new DuckDbStatementStore(new() { Path = path }))
        await using (var manager = new StatementManager(store, table.Executor, Options))
        {
            await table.CheckAsync(manager.OpenSession("me"), handle);
        }

        folder.Delete(recursive: true);
    }

    [Test]
    public void The_decoder_knows_the_calendar()
    {
        CellDecoder.Date(0).Should().Be((1970, 1, 1));
        CellDecoder.Date(-719_162).Should().Be((1, 1, 1));
        CellDecoder.Date(2_932_896).Should().Be((9999, 12, 31));
        CellDecoder.Date(11_016).Should().Be((2000, 2, 29));
        CellDecoder.IsReal("1e-07", 1e-7).Should().BeTrue();
        CellDecoder.IsReal("1.0000000000000004", 1).Should().BeFalse();
        CellDecoder.Unscaled("-0.05", 2).Should().Be(new BigInteger(-5));
        CellDecoder.Unscaled("-.05", 2).Should().BeNull();
    }
}
