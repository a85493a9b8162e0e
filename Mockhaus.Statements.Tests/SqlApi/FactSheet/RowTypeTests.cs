using System.Text.Json;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements.Tests.SqlApi.FactSheet;

/// <summary>The table of cell texts, a case a row, with the members of <c>rowType</c> that the type has.</summary>
public sealed class RowTypeTests
{
    private static readonly ResultColumn[] Columns =
    [
        ResultColumn.Fixed("fixed", 10, 2), new("real", ResultColumnType.Real), ResultColumn.Text("text"), new("boolean", ResultColumnType.Boolean),
        ResultColumn.Binary("binary"), new("date", ResultColumnType.Date), ResultColumn.Temporal("time", ResultColumnType.Time),
        ResultColumn.Temporal("timestamp_ntz", ResultColumnType.TimestampNtz), ResultColumn.Temporal("timestamp_ltz", ResultColumnType.TimestampLtz, 3),
        ResultColumn.Temporal("timestamp_tz", ResultColumnType.TimestampTz), new("variant", ResultColumnType.Variant),
        new("object", ResultColumnType.Object), new("array", ResultColumnType.Array),
    ];

    private static readonly DateTimeOffset Moment = DateTimeOffset.UnixEpoch.AddSeconds(1791549296).AddTicks(1234567);

    private SqlApiServer _server = null!;
    private SqlApiAnswer _answer = null!;

    [OneTimeSetUp]
    public async Task AskOnce()
    {
        var script = new ScriptedExecutor();
        script.Otherwise().Returns(
            [.. Columns.Select(column => (ScriptedColumn)column)],
            [
                12345678.91m, 1.5, "as is \"é\"", true, new byte[] { 0xde, 0xad, 0xbe, 0xef }, new DateOnly(1900, 1, 1), new TimeOnly(12, 34, 56, 789),
                Moment.UtcDateTime, Moment, Moment.ToOffset(TimeSpan.FromHours(7)), "1", "{\n  \"a\": 1\n}", "[\n  1\n]",
            ],
            [null, null, null, null, null, null, null, null, null, null, null, null, null]);
        _server = await SqlApiServer.StartAsync(configureBuilder: builder => builder.UseScript(script));
        using var client = _server.Client();
        _answer = await client.SubmitAsync("all types");
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _server.DisposeAsync();

    [TestCase("fixed", "12345678.91", 10, 2, null, null)]
    [TestCase("real", "1.5", null, null, null, null)]
    [TestCase("text", "as is \"é\"", null, null, 67108864, 16777216)]
    [TestCase("boolean", "true", null, null, null, null)]
    [TestCase("binary", "DEADBEEF", null, null, 8388608, 8388608)]
    [TestCase("date", "-25567", null, null, null, null)]
    [TestCase("time", "45296.789000000", 0, 9, null, null)]
    [TestCase("timestamp_ntz", "1791549296.123456700", 0, 9, null, null)]
    [TestCase("timestamp_ltz", "1791549296.123", 0, 3, null, null)]
    [TestCase("timestamp_tz", "1791549296.123456700 1860", 0, 9, null, null)]
    [TestCase("variant", "1", null, null, null, null)]
    [TestCase("object", "{\n  \"a\": 1\n}", null, null, null, null)]
    [TestCase("array", "[\n  1\n]", null, null, null, null)]
    public void A_column_of_type(string type, string cell, int? precision, int? scale, int? byteLength, int? length)
    {
        var number = Array.FindIndex(Columns, column => column.Name == type);
        var column = _answer.MetaData.GetProperty("rowType")[number];

        column.GetProperty("type").GetString().Should().Be(type);
        column.GetProperty("collation").ValueKind.Should().Be(JsonValueKind.Null);
        Number(column, "precision").Should().Be(precision);
        Number(column, "scale").Should().Be(scale);
        Number(column, "byteLength").Should().Be(byteLength);
        Number(column, "length").Should().Be(length);
        _answer.Rows[0][number].Should().Be(cell);
        _answer.Rows[1][number].Should().BeNull("NULL is JSON null, whatever the type");
    }

    private static int? Number(JsonElement column, string member) =>
        column.GetProperty(member) is { ValueKind: not JsonValueKind.Null } value ? value.GetInt32() : null;
}
