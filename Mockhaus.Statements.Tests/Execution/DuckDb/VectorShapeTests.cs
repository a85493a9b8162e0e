using System.Text.Json;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>DuckDB keeps constants, repeated values and selections in shapes of their own; every row must still be its own.</summary>
public sealed class VectorShapeTests : DuckDbFixture
{
    private const int Rows = 5_000;

    [TestCase("{'a': i, 'b': 7, 'c': 'constant text of some length', 'd': NULL}", "{'a': i, 'b': 7, 'c': 'constant text of some length', 'd': NULL}::JSON")]
    [TestCase("{'a': 7}", "'{\"a\":7}'::JSON")]
    [TestCase("[i, 7, NULL]", "to_json([i, 7, NULL])")]
    [TestCase("[{'a': i, 'b': [7, i]}]", "to_json([{'a': i, 'b': [7, i]}])")]
    [TestCase("MAP {'k': i, 'l': 7}", "json_object('k', i, 'l', 7)")]
    [TestCase("array_value(i, 7)", "to_json([i, 7])")]
    [TestCase("range(i % 5)", "to_json(range(i % 5))")]
    [TestCase("[s, NULL]", "to_json([s, NULL])")]
    [TestCase("{'s': s, 't': {'s': s}}", "to_json({'s': s, 't': {'s': s}})")]
    [TestCase("case when i % 3 = 0 then NULL else {'a': i, 'b': [s]} end", "case when i % 3 = 0 then NULL else to_json({'a': i, 'b': [s]}) end")]
    public async Task A_nested_value_is_that_of_its_own_row(string expression, string json)
    {
        await ResultAsync($"create table t as select i, 'text number ' || (i % 7) as s from range({Rows}) r(i)");
        var rows = await RowsAsync($"select {expression}, ({json})::VARCHAR from t where i % 2 = 1 order by i");
        rows.Should().HaveCount(Rows / 2).And.OnlyContain(row => Compact(row[0]) == Compact(row[1]));
    }

    [Test]
    public async Task Constants_and_nulls_are_there_in_every_row()
    {
        var rows = await RowsAsync($"select 7, 'constant text of some length', NULL, i, if(i % 3 = 0, NULL, i) from range({Rows}) t(i)");
        rows.Select((row, i) => row.SequenceEqual(["7", "constant text of some length", null, $"{i}", i % 3 == 0 ? null : $"{i}"]))
            .Should().HaveCount(Rows).And.OnlyContain(same => same);
    }

    private static string? Compact(string? json) => json is null ? null : JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);
}
