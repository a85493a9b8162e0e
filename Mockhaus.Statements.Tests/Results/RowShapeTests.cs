using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

public sealed class RowShapeTests
{
    private static readonly ResultColumn[] Two = [ResultColumn.Fixed("a"), ResultColumn.Text("b")];

    [Test]
    public async Task A_row_with_too_few_cells_is_refused()
    {
        using var bench = await ResultBench.StartAsync(Two);
        bench.Row.WriteInt64(1);
        await bench.Invoking(b => b.EndRowAsync().AsTask())
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*1 cells*2 columns*");
    }

    [Test]
    public async Task A_cell_too_many_is_refused()
    {
        using var bench = await ResultBench.StartAsync(Two);
        bench.Row.WriteInt64(1);
        bench.Row.WriteNull();
        bench.Row.Invoking(row => row.WriteText("third")).Should().Throw<InvalidOperationException>().WithMessage("*2 columns*");
    }

    [Test]
    public async Task A_refused_cell_leaves_the_row_as_it_was()
    {
        using var bench = await ResultBench.StartAsync(Two);
        bench.Row.WriteInt64(1);
        bench.Row.WriteText("b");
        bench.Row.Invoking(row => row.WriteBinary([1, 2])).Should().Throw<InvalidOperationException>();
        bench.Row.Invoking(row => row.WriteReal(1)).Should().Throw<InvalidOperationException>();
        await bench.EndRowAsync();
        (await bench.RowsAsync()).Should().BeEquivalentTo(new string?[][] { ["1", "b"] });
    }

    [Test]
    public async Task A_cell_before_the_columns_are_named_is_refused()
    {
        using var bench = await ResultBench.OpenAsync();
        bench.Row.Invoking(row => row.WriteInt64(1)).Should().Throw<InvalidOperationException>().WithMessage("*Start*");
    }

    [Test]
    public async Task A_row_before_the_columns_are_named_is_refused()
    {
        using var bench = await ResultBench.OpenAsync();
        await bench.Invoking(b => b.EndRowAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*Start*");
    }

    [Test]
    public async Task A_result_that_ends_in_the_middle_of_a_row_is_refused()
    {
        using var bench = await ResultBench.StartAsync(Two);
        bench.Row.WriteInt64(1);
        await bench.Invoking(b => b.CompleteAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*was not ended*");
    }

    [Test]
    public async Task The_columns_are_named_once()
    {
        using var bench = await ResultBench.StartAsync(Two);
        bench.Writer.Invoking(writer => writer.Start(Two)).Should().Throw<InvalidOperationException>().WithMessage("*already been started*");
    }

    [Test]
    public async Task A_result_without_columns_is_refused()
    {
        using var bench = await ResultBench.OpenAsync();
        bench.Writer.Invoking(writer => writer.Start([])).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task A_result_that_was_never_started_is_one_row_of_status()
    {
        using var bench = await ResultBench.OpenAsync();
        var manifest = await bench.CompleteAsync();
        manifest.Columns.Should().ContainSingle().Which.Should().Be(ResultColumn.Text("status") with { IsNameExact = true });
        manifest.RowCount.Should().Be(1);
    }

    [Test]
    public async Task The_row_of_status_says_that_all_is_well()
    {
        using var bench = await ResultBench.OpenAsync();
        (await bench.RowsAsync()).Should().BeEquivalentTo(new string?[][] { ["Statement executed successfully."] });
    }
}
