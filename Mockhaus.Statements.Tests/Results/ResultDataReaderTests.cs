using System.Data;
using System.Data.Common;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

public sealed class ResultDataReaderTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 100).Select(value => (byte)value)];
    private ResultHost _host = null!;
    private Statement _statement = null!;

    [SetUp]
    public async Task Run()
    {
        _host = new(new() { Results = { ResultBatchSize = 3, InlineResultBytes = 0 } }, result =>
        {
            result.Start([ResultColumn.Fixed("ID", 10) with { Nullable = false }, ResultColumn.Text("NAME"), ResultColumn.Binary("DATA"), new("DAY", ResultColumnType.Date)]);
            for (var row = 0; row < 10; row++)
            {
                result.Row.WriteInt64(row);
                result.Row.WriteText($"name \"{row}\"");
                result.Row.WriteBinary(Bytes);
                result.Row.WriteNull();
                ResultHost.EndRow(result);
            }

            result.Stats = new(3, 4, 5);
        });
        _statement = await _host.RunAsync();
    }

    [TearDown]
    public ValueTask End() => _host.DisposeAsync();

    [Test]
    public async Task A_data_table_loads_all_rows_and_columns()
    {
        var table = new DataTable();
        await using (var reader = await OpenAsync())
        {
            table.Load(reader);
        }

        table.Columns.Cast<DataColumn>().Select(column => (column.ColumnName, column.DataType, column.AllowDBNull)).Should().Equal(
            ("ID", typeof(long), false), ("NAME", typeof(string), true), ("DATA", typeof(byte[]), true), ("DAY", typeof(DateOnly), true));
        table.Rows.Cast<DataRow>().Select(row => (row["ID"], row["NAME"], row["DAY"])).Should()
            .Equal(Enumerable.Range(0, 10).Select(n => ((object)(long)n, (object)$"name \"{n}\"", (object)DBNull.Value)));
        table.Rows[9]["DATA"].Should().BeEquivalentTo(Bytes);
    }

    [Test]
    public async Task Rows_are_read_without_waiting_and_blocking()
    {
        await using var reader = await OpenAsync();
        var ids = new List<int>();
        while (ids.Count % 2 == 0 ? await reader.ReadAsync() : reader.Read())
        {
            ids.Add(reader.GetInt32("ID"));
        }

        ids.Should().Equal(Enumerable.Range(0, 10));
        (await reader.ReadAsync()).Should().BeFalse();
        reader.Invoking(it => it.GetInt32(0)).Should().Throw<InvalidOperationException>();
    }

    [Test]
    public async Task A_reader_says_what_its_columns_are()
    {
        await using var reader = await OpenAsync();

        (reader.FieldCount, reader.VisibleFieldCount, reader.HasRows, reader.Depth, reader.RecordsAffected).Should().Be((4, 4, true, 0, 12));
        reader.GetName(1).Should().Be("NAME");
        reader.GetOrdinal("name").Should().Be(1);
        reader.Invoking(it => it.GetOrdinal("none")).Should().Throw<ArgumentOutOfRangeException>();
        reader.GetDataTypeName(2).Should().Be("binary");
        reader.GetFieldType(3).Should().Be<DateOnly>();
        var schema = await reader.GetColumnSchemaAsync();
        schema.Select(column => (column.ColumnName, column.ColumnOrdinal, column.AllowDBNull, column.NumericPrecision, column.DataTypeName)).Should().Equal(
            ("ID", 0, false, 10, "fixed"), ("NAME", 1, true, null, "text"), ("DATA", 2, true, null, "binary"), ("DAY", 3, true, null, "date"));
        reader.GetSchemaTable()!.Rows.Cast<DataRow>().Select(row => row["NumericPrecision"]).Should().Equal((short)10, DBNull.Value, DBNull.Value, DBNull.Value);
    }

    [Test]
    public async Task Values_come_by_name_in_bulk_and_in_pieces()
    {
        await using var reader = await OpenAsync();
        reader.Read().Should().BeTrue();
        var values = new object[10];

        reader.GetValues(values).Should().Be(4);
        values[..4].Should().BeEquivalentTo(new object[] { 0L, "name \"0\"", Bytes, DBNull.Value });
        (reader["id"], reader[1], reader.IsDBNull(3)).Should().Be((0L, "name \"0\"", true));
        (reader.GetByte(0), reader.GetInt16(0), reader.GetInt64(0), reader.GetDecimal(0), reader.GetDouble(0), reader.GetFloat(0)).Should().Be(((byte)0, (short)0, 0L, 0m, 0.0, 0f));
        reader.GetFieldValue<DateOnly?>(3).Should().BeNull();
        reader.GetFieldValue<object>(3).Should().Be(DBNull.Value);
        TypedCell.Refuses(() => reader.GetFieldValue<DateOnly>(3)).Should().BeTrue();
        TypedCell.Refuses(() => reader.GetFieldValue<string>(3)).Should().BeTrue();
        TypedCell.Refuses(() => reader.GetBoolean(1)).Should().BeTrue();

        var piece = new byte[7];
        reader.GetBytes(2, 0, null, 0, 0).Should().Be(100);
        reader.GetBytes(2, 95, piece, 1, 6).Should().Be(5);
        piece.Should().Equal(0, 95, 96, 97, 98, 99, 0);
        reader.GetBytes(2, 100, piece, 0, 7).Should().Be(0);
        using var stream = reader.GetStream(2);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        copy.ToArray().Should().Equal(Bytes);

        var characters = new char[4];
        reader.GetChars(1, 0, null, 0, 0).Should().Be(8);
        reader.GetChars(1, 5, characters, 1, 3).Should().Be(3);
        new string(characters).Should().Be("\0\"0\"");
        reader.Read().Should().BeTrue();
        reader.GetChars(1, 6, characters, 0, 1).Should().Be(1);
        characters[0].Should().Be('1');
    }

    [Test]
    public async Task Before_the_first_row_and_after_closing_there_is_nothing_to_read()
    {
        var reader = await OpenAsync();
        reader.Invoking(it => it.GetValue(0)).Should().Throw<InvalidOperationException>().WithMessage("*Read*");
        reader.Read().Should().BeTrue();
        reader.Invoking(it => it.GetValue(4)).Should().Throw<ArgumentOutOfRangeException>();

        await reader.CloseAsync();

        reader.IsClosed.Should().BeTrue();
        reader.RecordsAffected.Should().Be(12);
        foreach (var call in new Action<DbDataReader>[] { it => it.Read(), it => it.GetInt64(0), it => it.NextResult(), it => _ = it.FieldCount, it => it.GetName(0), it => _ = it.HasRows })
        {
            reader.Invoking(call).Should().Throw<InvalidOperationException>().WithMessage("*closed*");
        }

        await reader.DisposeAsync();
        await reader.DisposeAsync();
    }

    [Test]
    public async Task There_is_one_result_and_a_cancelled_read_reads_nothing()
    {
        await using var reader = await OpenAsync();
        await reader.Invoking(it => it.ReadAsync(new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        reader.Read().Should().BeTrue();
        reader.GetInt32(0).Should().Be(0);

        reader.NextResult().Should().BeFalse();

        reader.Read().Should().BeFalse();
    }

    [Test]
    public async Task A_release_while_reading_is_told_and_an_open_reader_is_enumerable()
    {
        await using var reader = await OpenAsync();
        reader.Cast<IDataRecord>().Take(3).Select(record => record.GetInt64(0)).Should().Equal(0, 1, 2);
        await _host.Session.ReleaseAsync(_statement.Handle);

        await reader.Invoking(it => it.ReadAsync()).Should().ThrowAsync<StatementExpiredException>();
        var open = async () => await OpenAsync();
        await open.Should().ThrowAsync<StatementExpiredException>();
    }

    [Test]
    public async Task A_result_without_rows_has_columns()
    {
        await using var host = ResultHost.OfNumbers(0, new());
        var statement = await host.RunAsync();
        await using var reader = await host.Session.OpenReaderAsync(statement.Handle);

        (reader.HasRows, reader.FieldCount, reader.RecordsAffected, reader.Read()).Should().Be((false, 1, -1, false));
    }

    private ValueTask<DbDataReader> OpenAsync() => _host.Session.OpenReaderAsync(_statement.Handle);
}
