using System.Text.Json;
using System.Text.Json.Nodes;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

public sealed class NestedTypeTests : DuckDbFixture
{
    [TestCase("[1, NULL, 3]", ResultColumnType.Array, "[1,null,3]")]
    [TestCase("[]::INT[]", ResultColumnType.Array, "[]")]
    [TestCase("[[1], [], NULL, [NULL, 2]]", ResultColumnType.Array, "[[1],[],null,[null,2]]")]
    [TestCase("array_value(1.5, NULL)", ResultColumnType.Array, "[1.5,null]")]
    [TestCase("array_value(array_value(1, 2), array_value(3, 4))", ResultColumnType.Array, "[[1,2],[3,4]]")]
    [TestCase("{'a': 1, 'b': NULL, 'c': {'d': 'x'}}", ResultColumnType.Object, """{"a":1,"b":null,"c":{"d":"x"}}""")]
    [TestCase("{'a\"\\': 1}", ResultColumnType.Object, """{"a\"\\":1}""")]
    [TestCase("MAP {'k': 1, 'l': NULL}", ResultColumnType.Object, """{"k":1,"l":null}""")]
    [TestCase("MAP {1: ['a'], -2: []}", ResultColumnType.Object, """{"1":["a"],"-2":[]}""")]
    [TestCase("MAP {DATE '2026-01-02': {'a': 1}}", ResultColumnType.Object, """{"2026-01-02":{"a":1}}""")]
    [TestCase("MAP {}", ResultColumnType.Object, "{}")]
    [TestCase("1::UNION(num INT, str VARCHAR)", ResultColumnType.Variant, "1")]
    [TestCase("'x'::UNION(num INT, str VARCHAR)", ResultColumnType.Variant, "\"x\"")]
    [TestCase("[1::UNION(num INT, str VARCHAR), 'x', NULL]", ResultColumnType.Array, """[1,"x",null]""")]
    [TestCase("[true, false, NULL]", ResultColumnType.Array, "[true,false,null]")]
    [TestCase("['NaN'::DOUBLE, 'inf', '-inf', 1e300]", ResultColumnType.Array, """["NaN","Infinity","-Infinity",1E+300]""")]
    [TestCase("[170141183460469231731687303715884105727]", ResultColumnType.Array, "[170141183460469231731687303715884105727]")]
    [TestCase("['q\"\\', chr(0), '😀', chr(8232)]", ResultColumnType.Array, """["q\"\\","\u0000","\ud83d\ude00","\u2028"]""")]
    [TestCase("""['{"a": [1]}'::JSON, NULL, '7'::JSON]""", ResultColumnType.Array, """[{"a":[1]},null,7]""")]
    [TestCase("""[{'j': '[1,2]'::JSON}]""", ResultColumnType.Array, """[{"j":[1,2]}]""")]
    [TestCase("""'{"a": [1, {"b": null}]}'::JSON""", ResultColumnType.Variant, """{"a":[1,{"b":null}]}""")]
    public async Task A_nested_value_is_JSON(string expression, ResultColumnType type, string json)
    {
        (await ColumnAsync(expression)).Should().Be(new ResultColumn("x", type));
        var cell = await CellAsync(expression);
        JsonNode.DeepEquals(JsonNode.Parse(cell!), JsonNode.Parse(json)).Should().BeTrue("{0} is {1}", cell, json);
    }

    [TestCase("[1, NULL]", "[\n  1,\n  null\n]")]
    [TestCase("{'a': {'b': []::INT[]}, 'c': 'd'}", "{\n  \"a\": {\n    \"b\": []\n  },\n  \"c\": \"d\"\n}")]
    [TestCase("""'{"a":[1,2.50,1e400,12345678901234567890.0]}'::JSON""", "{\n  \"a\": [\n    1,\n    2.50,\n    1e400,\n    12345678901234567890.0\n  ]\n}")]
    [TestCase("""'"text"'::JSON""", "\"text\"")]
    [TestCase("[12345678901234567890.120::DECIMAL(38,3)]", "[\n  12345678901234567890.120\n]")]
    public async Task Nested_values_are_laid_out_two_spaces_deep_and_keep_their_digits(string expression, string text) =>
        (await CellAsync(expression)).Should().Be(text);

    [TestCase("[1,]")]
    [TestCase("NaN")]
    public async Task What_only_DuckDB_takes_for_JSON_is_shown_as_it_is(string text) =>
        (await CellAsync($"'{text}'::JSON")).Should().Be(text);

    [TestCase("NULL::INT[]")]
    [TestCase("NULL::INT[3]")]
    [TestCase("NULL::STRUCT(a INT)")]
    [TestCase("NULL::MAP(VARCHAR, INT)")]
    [TestCase("NULL::UNION(a INT)")]
    [TestCase("NULL::JSON")]
    public async Task A_nested_null_is_null_and_not_JSON(string expression) => (await CellAsync(expression)).Should().BeNull();

    [TestCase("MAP {[1]: 'a', [2]: 'b'}")]
    [TestCase("MAP {{'k': 1}: 'a'}")]
    public async Task What_has_no_form_is_an_error_and_not_a_guess(string expression)
    {
        var error = await ErrorAsync($"select {expression} as m");
        error.Code.Should().Be(StatementErrorCodes.ValueNotRepresentable);
        error.Message.Should().Contain("'m'").And.Contain("VARCHAR");
    }

    [TestCase("row(1, 'x')", "[\n  1,\n  \"x\"\n]")]
    [TestCase("row(1)", "[\n  1\n]")]
    [TestCase("row(row(null, 2), [row(3)])", "[\n  [\n    null,\n    2\n  ],\n  [\n    [\n      3\n    ]\n  ]\n]")]
    public async Task A_struct_without_names_is_an_array(string expression, string json)
    {
        (await CellAsync(expression)).Should().Be(json);
        (await ColumnAsync(expression)).Type.Should().Be(ResultColumnType.Array);
        (await CellAsync($"{{'a': {expression}}}")).Should().StartWith("{\n  \"a\": [");
    }

    [TestCase("'{\"a\": NaN}'", "{\"a\": NaN}")]
    [TestCase("'[1, ]'", "[1, ]")]
    [TestCase("'NaN'", "NaN")]
    public async Task Nested_JSON_that_is_not_strict_is_a_text(string json, string text)
    {
        var row = (await RowsAsync($"select [{json}::json], {{'a': {json}::json}}, map {{'k': {json}::json}}, ['{{\"n\": 9007199254740993}}'::json]")).Single();
        JsonDocument.Parse(row[0]!).RootElement[0].GetString().Should().Be(text);
        JsonDocument.Parse(row[1]!).RootElement.GetProperty("a").GetString().Should().Be(text);
        JsonDocument.Parse(row[2]!).RootElement.GetProperty("k").GetString().Should().Be(text);
        row[3].Should().Contain("\"n\": 9007199254740993");
    }
}
