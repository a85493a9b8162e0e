using System.Data;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Results.Formatting;

/// <summary>A result with formats, read back by the typed readers.</summary>
public sealed class FormattedReadTests
{
    private static readonly Dictionary<string, string> Formats = new()
    {
        ["date_output_format"] = "DD.MM.YYYY",
        ["Time_output_format"] = "HH24:MI",
        ["TIMESTAMP_OUTPUT_FORMAT"] = "\"at\" HH24:MI",
        ["timestamp_tz_output_format"] = "TZH:TZM",
        ["timezone"] = "Europe/Berlin",
        ["binary_output_format"] = "base64",
    };

    private static readonly string[] Texts = ["01.01.1970", "01:00", "at 01:00", "at 02:00", "-08:00", "AQ==", "7"];

    private static readonly ResultColumn[] Columns =
    [
        new("DAY", ResultColumnType.Date) { OutputFormat = "of another result" },
        ResultColumn.Temporal("CLOCK", ResultColumnType.Time),
        ResultColumn.Temporal("NTZ", ResultColumnType.TimestampNtz),
        ResultColumn.Temporal("LTZ", ResultColumnType.TimestampLtz),
        ResultColumn.Temporal("TZ", ResultColumnType.TimestampTz),
        ResultColumn.Binary("RAW"),
        ResultColumn.Fixed("N"),
    ];

    [Test]
    public async Task A_typed_getter_of_a_formatted_column_throws_and_names_column_and_format()
    {
        using var store = new MemoryStatementStore();
        await using var manager = Manager(store);
        var row = await RowAsync(manager, await SubmitAsync(manager, Formats));

        Error(() => row.GetDate("DAY")).Should().Be(
            "Column 0 'DAY' (date) is written in the output format 'DD.MM.YYYY', which GetDate does not read. " +
            "Read it as text (GetString), or submit the statement without that format.");
        Error(() => row.GetDateTime("DAY")).Should().Contain("'DAY'").And.Contain("'DD.MM.YYYY'");
        Error(() => row.GetTime("CLOCK")).Should().Contain("'CLOCK'").And.Contain("'HH24:MI'");
        Error(() => row.Get<TimeSpan>("CLOCK")).Should().Contain("'HH24:MI'");
        Error(() => row.GetTimestamp("CLOCK")).Should().Contain("'HH24:MI'");
        Error(() => row.GetDateTime("NTZ")).Should().Contain("'NTZ'").And.Contain("'\"at\" HH24:MI'");
        Error(() => row.GetDateTimeOffset("LTZ")).Should().Contain("'\"at\" HH24:MI'");
        Error(() => row.GetTimestamp("TZ")).Should().Contain("'TZH:TZM'");
        Error(() => row.Get<DateTimeOffset?>("TZ")).Should().Contain("'TZH:TZM'");
        Error(() => row.GetBytes("RAW")).Should().Contain("'RAW'").And.Contain("'BASE64'");
        row.GetInt64("N").Should().Be(7);
    }

    [Test]
    public async Task Texts_and_natural_values_of_a_formatted_column_are_its_text()
    {
        using var store = new MemoryStatementStore();
        await using var manager = Manager(store);
        var handle = await SubmitAsync(manager, Formats);
        var row = await RowAsync(manager, handle);

        row.Should().Equal(Texts);
        Enumerable.Range(0, Texts.Length).Select(ordinal => row.GetString(ordinal)).Should().Equal(Texts);
        row.GetValue("DAY").Should().Be("01.01.1970");
        row.Get<string>("TZ").Should().Be("-08:00");
        await using var reader = await manager.OpenSession("me").OpenReaderAsync(handle);
        reader.GetFieldType(0).Should().Be<string>();
        using var table = new DataTable();
        table.Load(reader);
        table.Rows[0].ItemArray.Should().Equal([.. Texts[..6], 7m]);
    }

    [Test]
    public async Task Without_formats_the_same_rows_are_read_as_ever()
    {
        using var store = new MemoryStatementStore();
        await using var manager = Manager(store);
        var row = await RowAsync(manager, await SubmitAsync(manager, new() { ["timezone"] = "Europe/Berlin", ["BINARY_OUTPUT_FORMAT"] = "HEX" }));

        row.Columns.Should().OnlyContain(column => column.OutputFormat == null, "what the source was written in does not count");
        row.GetDate("DAY").Should().Be(new DateOnly(1970, 1, 1));
        row.GetTime("CLOCK").Should().Be(new TimeOnly(1, 0));
        row.GetDateTime("NTZ").Should().Be(new DateTime(1970, 1, 1, 1, 0, 0, DateTimeKind.Unspecified));
        row.GetBytes("RAW").Should().Equal(1);
    }

    [Test]
    public async Task The_format_of_a_column_outlives_the_file_that_was_closed()
    {
        var folder = Directory.CreateTempSubdirectory("mockhaus");
        var options = new DuckDbStoreOptions { Path = Path.Combine(folder.FullName, "statements.db") };
        StatementHandle handle;
        await using (var store = new DuckDbStatementStore(options))
        await using (var manager = Manager(store))
        {
            handle = await SubmitAsync(manager, Formats);
        }

        await using (var store = new DuckDbStatementStore(options))
        await using (var manager = Manager(store))
        {
            var row = await RowAsync(manager, handle);
            row.Should().Equal(Texts);
            row.Columns.Select(column => column.OutputFormat).Should().Equal(
                "DD.MM.YYYY", "HH24:MI", "\"at\" HH24:MI", "\"at\" HH24:MI", "TZH:TZM", "BASE64", null);
            Error(() => row.GetDate("DAY")).Should().Contain("'DD.MM.YYYY'");
        }

        folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_null_that_is_a_text_is_no_number_and_says_why()
    {
        using var store = new MemoryStatementStore();
        var executor = new DelegateStatementExecutor(async (execution, token) =>
        {
            execution.Result.Start([ResultColumn.Fixed("N"), new("B", ResultColumnType.Boolean), ResultColumn.Binary("RAW"), new("D", ResultColumnType.Date)]);
            for (var cell = 0; cell < 4; cell++)
            {
                execution.Result.Row.WriteNull();
            }

            await execution.Result.EndRowAsync(token);
        });
        await using var manager = new StatementManager(store, executor, new());
        var row = await RowAsync(manager, await SubmitAsync(manager, new() { [StatementParameters.Nullable] = "false" }));

        row.IsNull(0).Should().BeFalse();
        foreach (var read in new Action[] { () => row.GetInt64(0), () => row.GetDecimal(0), () => row.GetDouble(0), () => row.GetBoolean(1), () => row.GetBytes(2), () => row.GetDate(3) })
        {
            Error(read).Should().Contain("is a NULL of a statement that has its NULLs as text");
        }
    }

    private static StatementManager Manager(IStatementStore store) => new(
        store,
        new DelegateStatementExecutor(async (execution, token) =>
        {
            execution.Result.Start(Columns);
            var row = execution.Result.Row;
            row.WriteDate(0);
            row.WriteTime(3_600_000_000_000);
            row.WriteTimestamp(3_600, 0);
            row.WriteTimestamp(3_600, 0);
            row.WriteTimestampTz(0, 0, -480);
            row.WriteBinary([1]);
            row.WriteInt64(7);
            await execution.Result.EndRowAsync(token);
        }),
        new());

    private static async Task<StatementHandle> SubmitAsync(StatementManager manager, Dictionary<string, string> parameters)
    {
        var session = manager.OpenSession("me");
        var statement = await session.SubmitAsync(new() { Sql = "select", Context = new() { Parameters = parameters } });
        statement = await session.WaitAsync(statement.Handle, TimeSpan.FromMinutes(1));
        statement.Error.Should().BeNull();
        return statement.Handle;
    }

    private static async Task<ResultRow> RowAsync(StatementManager manager, StatementHandle handle) =>
        await manager.OpenSession("me").ReadRowsAsync(handle).SingleAsync();

    private static string Error(Action read) => read.Should().Throw<ResultValueException>().Which.Message;

    private static string Error<T>(Func<T> read) => Error(() => { read(); });
}
