using System.Data;
using System.Data.Common;
using System.Globalization;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Execution.DuckDb;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.AdoNet;

/// <summary>The ADO.NET executor over a provider that is not DuckDB: CLR types to Snowflake's.</summary>
public sealed class OtherProviderTests
{
    private static readonly DateTime Moment = new DateTime(1969, 12, 31, 23, 59, 58, DateTimeKind.Unspecified).AddTicks(5_000_001);

    private static IEnumerable<TestCaseData> Values =>
    [
        Case(true, new("x", ResultColumnType.Boolean), "true"),
        Case((byte)255, ResultColumn.Fixed("x", 3), "255"),
        Case((sbyte)-128, ResultColumn.Fixed("x", 3), "-128"),
        Case(short.MinValue, ResultColumn.Fixed("x", 5), "-32768"),
        Case(ushort.MaxValue, ResultColumn.Fixed("x", 5), "65535"),
        Case(int.MinValue, ResultColumn.Fixed("x", 10), "-2147483648"),
        Case(uint.MaxValue, ResultColumn.Fixed("x", 10), "4294967295"),
        Case(long.MinValue, ResultColumn.Fixed("x", 19), "-9223372036854775808"),
        Case(ulong.MaxValue, ResultColumn.Fixed("x", 20), "18446744073709551615"),
        Case(0.1f, new("x", ResultColumnType.Real), "0.1"),
        Case(double.NegativeInfinity, new("x", ResultColumnType.Real), "-inf"),
        Case(12345.67m, ResultColumn.Fixed("x", 38, 12), "12345.670000000000"),
        Case(-0.000000000001m, ResultColumn.Fixed("x", 38, 12), "-0.000000000001"),
        Case(99999999999999999999999999m, ResultColumn.Fixed("x", 38, 12), "99999999999999999999999999.000000000000"),
        Case(Moment, ResultColumn.Temporal("x", ResultColumnType.TimestampNtz), "-1.499999900"),
        Case(DateTime.MinValue, ResultColumn.Temporal("x", ResultColumnType.TimestampNtz), "-62135596800.000000000"),
        Case(DateTime.MaxValue, ResultColumn.Temporal("x", ResultColumnType.TimestampNtz), "253402300799.999999900"),
        Case(
            new DateTimeOffset(Moment, TimeSpan.FromMinutes(-90)),
            ResultColumn.Temporal("x", ResultColumnType.TimestampTz),
            "5398.500000100 1350"),
        Case(new DateOnly(1900, 1, 1), new("x", ResultColumnType.Date), "-25567"),
        Case(new TimeOnly(12, 34, 56, 789), ResultColumn.Temporal("x", ResultColumnType.Time), "45296.789000000"),
        Case(new byte[] { 0xde, 0xad }, ResultColumn.Binary("x"), "DEAD"),
        Case("text", ResultColumn.Text("x"), "text"),
        Case('c', ResultColumn.Text("x"), "c"),
        Case(Guid.Parse("0123abcd-4567-89ef-8123-456789abcdef"), ResultColumn.Text("x"), "0123abcd-4567-89ef-8123-456789abcdef"),
        Case(new TimeSpan(1, 2, 3, 4), ResultColumn.Text("x"), "1.02:03:04"),
    ];

    [TestCaseSource(nameof(Values))]
    public async Task A_CLR_type_has_its_column_and_its_text(object value, ResultColumn column, string text)
    {
        var (statement, cells) = await RunAsync(value.GetType(), value, DBNull.Value);
        statement.Error.Should().BeNull();
        statement.Result!.Columns.Should().Equal(column);
        cells.Should().Equal(text, null);
    }

    [Test]
    public async Task A_column_of_objects_is_text_in_no_ones_culture()
    {
        var (statement, cells) = await RunAsync(typeof(object), 1.5, "text", DBNull.Value);
        statement.Result!.Columns.Should().Equal(ResultColumn.Text("x"));
        cells.Should().Equal("1.5", "text", null);
    }

    [TestCase("0.0000000000001")]
    [TestCase("-0.0000000000001")]
    [TestCase("100000000000000000000000000")]
    [TestCase("-79228162514264337593543950335")]
    public async Task A_decimal_that_does_not_fit_is_an_error_that_names_the_column(string value)
    {
        var (statement, _) = await RunAsync(typeof(decimal), decimal.Parse(value, CultureInfo.InvariantCulture));
        statement.Error!.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
        statement.Error.Message.Should().Contain("'x'").And.Contain(value);
    }

    [Test]
    public async Task A_table_without_rows_keeps_its_columns()
    {
        var (statement, cells) = await RunAsync(typeof(int));
        statement.Result!.Columns.Should().Equal(ResultColumn.Fixed("x", 10));
        cells.Should().BeEmpty();
    }

    [TestCase("12345.67", 2, "12345.67")]
    [TestCase("12345.6", 2, "12345.60")]
    [TestCase("-7", 0, "-7")]
    [TestCase("79228162514264337593543950335", 0, "79228162514264337593543950335")]
    [TestCase("-7.9228162514264337593543950335", 28, "-7.9228162514264337593543950335")]
    public async Task A_decimal_has_the_scale_that_its_provider_knows(string value, int scale, string text)
    {
        using var table = Table(typeof(decimal), decimal.Parse(value, CultureInfo.InvariantCulture));
        var (statement, cells) = await RunAsync(() => new SchemaReader(table.CreateDataReader(), scale));
        statement.Result!.Columns.Should().Equal(ResultColumn.Fixed("x", 38, scale));
        cells.Should().Equal(text);
    }

    [Test]
    public async Task A_decimal_of_more_digits_than_its_providers_scale_is_an_error()
    {
        using var table = Table(typeof(decimal), 0.125m);
        var (statement, _) = await RunAsync(() => new SchemaReader(table.CreateDataReader(), 2));
        statement.Error!.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
    }

    private static TestCaseData Case(object value, ResultColumn column, string text) =>
        new TestCaseData(value, column, text).SetArgDisplayNames(value.GetType().Name, text);

    private static async Task<(Statement Statement, List<string?> Cells)> RunAsync(Type type, params object[] values)
    {
        using var table = Table(type, values);
        return await RunAsync(table.CreateDataReader);
    }

    private static DataTable Table(Type type, params object[] values)
    {
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add("x", type);
        foreach (var value in values)
        {
            table.Rows.Add(value);
        }

        return table;
    }

    private static async Task<(Statement Statement, List<string?> Cells)> RunAsync(Func<DbDataReader> read)
    {
        using var store = new MemoryStatementStore();
        await using var source = new TableDataSource(read);
        await using var manager = new StatementManager(store, new AdoNetStatementExecutor(source));
        var session = manager.OpenSession("other");
        var statement = await session.SubmitAsync(new() { Sql = "select" });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromMinutes(1));
        var cells = new List<string?>();
        if (statement.Result is not null)
        {
            cells.AddRange((await session.ReadRowsAsync(statement.Handle).ToListAsync()).Select(row => row.Single()));
        }

        return (statement, cells);
    }
}
