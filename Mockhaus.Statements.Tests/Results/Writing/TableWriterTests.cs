using System.Data;
using System.Globalization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Writing;

public sealed class TableWriterTests
{
    [Test]
    public async Task A_table_has_its_columns_its_rows_and_its_nulls()
    {
        using var table = Table();
        table.Rows.Add(1, "a", new DateOnly(1970, 1, 2), 1.5m, Guid.Empty);
        table.Rows.Add(DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value, DBNull.Value);
        var written = await WriteAsync(table);
        written.Columns.Should().Equal(
            ResultColumn.Fixed("id", 10), ResultColumn.Text("name"), new("day", ResultColumnType.Date), ResultColumn.Fixed("price", 38, 12), ResultColumn.Text("key"));
        written.Rows.Should().BeEquivalentTo(
            new string?[][] { ["1", "a", "1", "1.500000000000", "00000000-0000-0000-0000-000000000000"], [null, null, null, null, null] },
            options => options.WithStrictOrdering());
    }

    [Test]
    public async Task Deleted_rows_are_left_out()
    {
        using var table = Table();
        table.Rows.Add(1);
        table.Rows.Add(2);
        table.AcceptChanges();
        table.Rows[0].Delete();
        (await WriteAsync(table)).Rows.Select(row => row[0]).Should().Equal("2");
    }

    [Test]
    public async Task An_empty_table_keeps_its_columns()
    {
        using var table = Table();
        var written = await WriteAsync(table);
        written.Names.Should().Equal("id", "name", "day", "price", "key");
        written.Rows.Should().BeEmpty();
    }

    [Test]
    public async Task A_table_without_columns_is_refused()
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        await new Func<Task>(() => WriteAsync(table)).Should().ThrowAsync<ArgumentException>().WithMessage("*no columns*");
    }

    [Test]
    public async Task Started_columns_choose_among_the_tables_own()
    {
        using var table = Table();
        table.Rows.Add(1, "a", new DateOnly(1970, 1, 2), 1.234m);
        var written = await WriteAsync(table, ResultColumn.Fixed("PRICE", 10, 3), ResultColumn.Fixed("ID"));
        written.Rows.Single().Should().Equal("1.234", "1");
    }

    [Test]
    public async Task What_does_not_fit_is_an_error_that_names_row_and_column()
    {
        using var table = Table();
        table.Rows.Add(1, "a", new DateOnly(1970, 1, 2), 1.25m);
        table.Rows.Add(DBNull.Value, "a", new DateOnly(1970, 1, 2), 1.255m);
        (await Written.ErrorAsync(() => WriteAsync(table, ResultColumn.Fixed("price", 10, 2)))).Message.Should().Contain("'price'").And.Contain("row 2").And.Contain("1.255");
        (await Written.ErrorAsync(() => WriteAsync(table, ResultColumn.Fixed("id") with { Nullable = false }))).Message.Should().Contain("'id'").And.Contain("row 2").And.Contain("null");
        (await Written.ErrorAsync(() => WriteAsync(table, ResultColumn.Text("absent")))).Message.Should().Contain("'absent'");
    }

    [Test]
    public async Task A_reader_is_read_from_where_it_stands()
    {
        using var table = Table();
        table.Rows.Add(1);
        table.Rows.Add(2);
        using var reader = table.CreateDataReader();
        reader.Read();
        (await Written.ByAsync(result => result.WriteReaderAsync(reader, CancellationToken.None))).Rows.Select(row => row[0]).Should().Equal("2");
        reader.IsClosed.Should().BeFalse("its owner closes it");
    }

    [Test]
    public async Task A_cancel_ends_the_copying()
    {
        using var table = Table();
        table.Rows.Add(1);
        var write = () => Written.ByAsync(result => result.WriteTableAsync(table, new CancellationToken(canceled: true)));
        await write.Should().ThrowAsync<OperationCanceledException>();
    }

    private static DataTable Table()
    {
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add("id", typeof(int));
        table.Columns.Add("name", typeof(string));
        table.Columns.Add("day", typeof(DateOnly));
        table.Columns.Add("price", typeof(decimal));
        table.Columns.Add("key", typeof(Guid));
        return table;
    }

    private static Task<Written> WriteAsync(DataTable table, params ResultColumn[] columns) =>
        Written.ByAsync(result => result.WriteTableAsync(table, CancellationToken.None), columns);
}
