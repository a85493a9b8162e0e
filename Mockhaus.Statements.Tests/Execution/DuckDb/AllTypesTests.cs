using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Results;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>Every type that this DuckDB has, at its smallest, its largest and null, against what DuckDB itself says of the value.</summary>
public sealed partial class AllTypesTests : DuckDbFixture
{
    private const int Smallest = 0;
    private const int Largest = 1;
    private const int Null = 2;

    /// <summary>What docs/types.md says has no form in Snowflake's types.</summary>
    private static readonly (string Column, int Row)[] NotRepresentable =
    [
        ("hugeint", Smallest), ("hugeint", Largest), ("uhugeint", Largest), ("bignum", Smallest), ("bignum", Largest),
    ];

    private static IEnumerable<TestCaseData> Columns =>
        Ask("select column_name, column_type from (describe select * from test_all_types())", static row => (Name: row.GetString(0), Type: row.GetString(1)))
            .Select(column => new TestCaseData(column.Name, column.Type).SetArgDisplayNames(column.Name));

    /// <summary>DuckDB has no GeoJSON to compare with; the tests of geometries write down what is right.</summary>
    private static IEnumerable<TestCaseData> ComparableColumns => Columns.Where(column => (string)column.Arguments[0]! != "geometry");

    [Test]
    public void DuckDB_has_the_types_that_it_had()
    {
        // A type that DuckDB gets some day has to be looked at, and not only to pass what is tested here.
        Columns.Count().Should().Be(56);
        Columns.Select(column => (string)column.Arguments[0]!).Should().Contain(NotRepresentable.Select(entry => entry.Column));
    }

    [TestCaseSource(nameof(ComparableColumns))]
    public async Task A_value_has_the_documented_text(string name, string type)
    {
        var answers = Ask($"select ({Question(type)})::VARCHAR from (select \"{name}\" as x from test_all_types())", static row => row.IsDBNull(0) ? null : row.GetString(0));
        foreach (var row in new[] { Smallest, Largest, Null })
        {
            var statement = await RunAsync($"select \"{name}\" as x from test_all_types() limit 1 offset {row}");
            if (NotRepresentable.Contains((name, row)))
            {
                statement.Error!.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
                statement.Error.Message.Should().Contain("'x'").And.Contain("VARCHAR");
                continue;
            }

            statement.Error.Should().BeNull();
            var column = statement.Result!.Columns.Single();
            column.Type.Should().Be(TypeOf(type));
            var cell = (await Session.ReadRowsAsync(statement.Handle).ToListAsync()).Single().Single();
            (cell is null).Should().Be(row == Null);
            (cell is null ? null : Decode(column, type, cell)).Should().Be(cell is null ? null : Expected(column, type, answers[row]!), "{0} is read back from {1}", type, cell);
        }
    }

    [Test]
    public async Task All_of_them_are_the_same_bytes_in_memory_and_in_a_file()
    {
        var names = Columns.Select(column => (string)column.Arguments[0]!).Where(name => NotRepresentable.All(entry => entry.Column != name));
        var sql = $"select {string.Join(", ", names.Select(name => $"\"{name}\""))} from test_all_types() t, range(2000)";
        using var folder = new TemporaryFolder();
        await using var source = new InMemoryDuckDbDataSource();
        var options = new MockhausStatementsOptions { Results = { InlineResultBytes = 0, ResultBatchSize = 1_000, MaxResultBytes = 1L << 30 } };

        using var memory = new MemoryStatementStore();
        var (inMemory, kept) = await RunAsync(memory, source, options, sql);
        List<byte[]> written;
        StatementHandle handle;
        await using (var file = new DuckDbStatementStore(new() { Path = folder.File("statements.db") }))
        {
            (handle, written) = await RunAsync(file, source, options, sql);
        }

        await using var reopened = new DuckDbStatementStore(new() { Path = folder.File("statements.db") });
        var found = await BatchesAsync(reopened, handle);
        kept.Should().HaveCount(7);
        written.Should().HaveSameCount(kept);
        found.Should().HaveSameCount(kept);
        kept.Zip(written).Should().OnlyContain(pair => pair.First.SequenceEqual(pair.Second));
        kept.Zip(found).Should().OnlyContain(pair => pair.First.SequenceEqual(pair.Second));
        inMemory.Should().NotBe(handle);
    }

    private static ResultColumnType TypeOf(string type) => type switch
    {
        _ when type.EndsWith(']') => ResultColumnType.Array,
        _ when type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal) => ResultColumnType.Object,
        _ when type.StartsWith("UNION", StringComparison.Ordinal) => ResultColumnType.Variant,
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) || type.EndsWith("INT", StringComparison.Ordinal) => ResultColumnType.Fixed,
        "INTEGER" or "UINTEGER" or "BIGNUM" => ResultColumnType.Fixed,
        "FLOAT" or "DOUBLE" => ResultColumnType.Real,
        "BOOLEAN" => ResultColumnType.Boolean,
        "BLOB" => ResultColumnType.Binary,
        "DATE" => ResultColumnType.Date,
        "TIME" or "TIME_NS" => ResultColumnType.Time,
        "TIMESTAMP WITH TIME ZONE" => ResultColumnType.TimestampLtz,
        "TIME WITH TIME ZONE" => ResultColumnType.Text,
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => ResultColumnType.TimestampNtz,
        _ => ResultColumnType.Text,
    };

    /// <summary>What DuckDB is asked about a value, in SQL.</summary>
    private static string Question(string type) => TypeOf(type) switch
    {
        ResultColumnType.Binary => "hex(x)",
        ResultColumnType.Date => "x - DATE '1970-01-01'",
        ResultColumnType.Time => "epoch_ns(x)",
        ResultColumnType.TimestampNtz or ResultColumnType.TimestampLtz => type == "TIMESTAMP_NS" ? "epoch_ns(x)" : "epoch_us(x)::HUGEINT * 1000",
        ResultColumnType.Array or ResultColumnType.Object or ResultColumnType.Variant => "to_json(x)",
        _ => "x",
    };

    /// <summary>A cell as Snowflake's clients read it, in the form of the question's answer.</summary>
    private static string Decode(ResultColumn column, string type, string cell)
    {
        switch (column.Type)
        {
            case ResultColumnType.Time or ResultColumnType.TimestampNtz or ResultColumnType.TimestampLtz:
                (cell.Contains('.', StringComparison.Ordinal) ? cell.Length - cell.IndexOf('.', StringComparison.Ordinal) - 1 : 0).Should().Be(column.Scale);
                return ((Int128)(decimal.Parse(cell, CultureInfo.InvariantCulture) * 1_000_000_000)).ToString(CultureInfo.InvariantCulture);
            case ResultColumnType.Real:
                return Real(type, cell);
            case ResultColumnType.Array or ResultColumnType.Object or ResultColumnType.Variant:
                return Canonical(JsonNode.Parse(cell));
            default:
                return cell;
        }
    }

    private static string Expected(ResultColumn column, string type, string answer) => column.Type switch
    {
        ResultColumnType.Real => Real(type, answer),
        ResultColumnType.Array or ResultColumnType.Object => Canonical(JsonNode.Parse(Infinite().Replace(answer, "\"$0\""))),
        ResultColumnType.Variant => Canonical(JsonNode.Parse(answer)!.AsObject().Single().Value),
        _ => answer,
    };

    private static string Real(string type, string text) => type == "FLOAT"
        ? BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)
        : BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    /// <summary>The same text for the same values: 42.0 is 42.</summary>
    private static string Canonical(JsonNode? node) => node switch
    {
        null => "null",
        JsonArray array => $"[{string.Join(',', array.Select(Canonical))}]",
        JsonObject members => $"{{{string.Join(',', members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{Canonical(member.Value)}"))}}}",
        _ when node.GetValueKind() == JsonValueKind.Number => node.GetValue<decimal>().ToString("0.############", CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(node.GetValue<string>()),
    };

    private static List<T> Ask<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static async Task<(StatementHandle Handle, List<byte[]> Batches)> RunAsync(
        IStatementStore store, InMemoryDuckDbDataSource source, MockhausStatementsOptions options, string sql)
    {
        await using var manager = new StatementManager(store, new AdoNetStatementExecutor(source), options);
        var session = manager.OpenSession("all");
        var statement = await session.SubmitAsync(new() { Sql = sql });
        statement = await session.WaitAsync(statement.Handle, Patience);
        statement.Error.Should().BeNull();
        return (statement.Handle, await BatchesAsync(store, statement.Handle));
    }

    private static async Task<List<byte[]>> BatchesAsync(IStatementStore store, StatementHandle handle)
    {
        var batches = new List<byte[]>();
        while (await store.ReadBatchAsync(handle, batches.Count, CancellationToken.None) is { } batch)
        {
            batches.Add(batch.Payload.ToArray());
            BatchJson.Rows(batch).Should().HaveCount(batch.Info.RowCount);
        }

        return batches;
    }

    [GeneratedRegex("(?<=[\\[,])(NaN|-?Infinity)", RegexOptions.ExplicitCapture)]
    private static partial Regex Infinite();
}
