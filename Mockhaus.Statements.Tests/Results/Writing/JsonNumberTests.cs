using System.Text.Json;
using System.Text.Json.Nodes;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Writing;

/// <summary>Numbers of JSON keep their digits in each way in, or are an error.</summary>
public sealed class JsonNumberTests
{
    private static readonly string[] Numbers =
    [
        "9007199254740993", "-9007199254740993", "123456789012345678901234567890", "0.1", "1.5", "12345678901234567.25", "3.14159265358979323846",
        "1e400", "1e-400", "1E5", "100", "0.30000000000000004", "-0.0",
    ];

    [Test]
    public async Task Whole_numbers_beyond_2_to_the_53rd_stay_beside_fractions()
    {
        var written = await Written.JsonAsync("""[{"x": 9007199254740993}, {"x": 1.5}, {"x": 1}]""");
        written.Types.Should().Equal(ResultColumnType.Variant);
        written.Rows.Select(row => row[0]).Should().Equal("9007199254740993", "1.5", "1");
    }

    [Test]
    public async Task Numbers_that_a_real_keeps_are_real()
    {
        var written = await Written.JsonAsync("""[{"x": 9007199254740992}, {"x": 0.30000000000000004}, {"x": 1.50}, {"x": 1E5}]""");
        written.Types.Should().Equal(ResultColumnType.Real);
        written.Rows.Select(row => row[0]).Should().Equal("9007199254740992", "0.30000000000000004", "1.5", "100000");
    }

    [Test]
    public async Task Any_number_is_the_same_number_or_an_error([ValueSource(nameof(Numbers))] string first, [ValueSource(nameof(Numbers))] string second)
    {
        var written = await Written.JsonAsync($$"""[{"x": {{first}} }, {"x": {{second}} }]""");
        foreach (var (number, row) in new[] { first, second }.Zip(written.Rows))
        {
            Same(row[0]!, number).Should().BeTrue("{0} is {1}", row[0], number);
        }
    }

    [Test]
    public async Task A_number_that_comes_later_and_is_not_kept_is_an_error_that_names_column_and_row()
    {
        var rows = string.Concat(Enumerable.Repeat("""{"x": 1.5}, """, 100));
        (await Written.ErrorAsync(() => Written.JsonAsync($$"""[{{rows}} {"x": 9007199254740993}]"""))).Message
            .Should().Contain("'x'").And.Contain("row 101").And.Contain("9007199254740993");
    }

    [Test]
    public async Task Digits_stay_in_objects_arrays_and_nodes()
    {
        const string Json = """{"a": [9007199254740993, 3.14159265358979323846, 1e400]}""";
        (await Written.JsonAsync($"[{{\"x\": {Json}}}]")).Cell.Should().Contain("9007199254740993").And.Contain("3.14159265358979323846").And.Contain("1e400");
        (await Written.ListAsync([new { x = JsonNode.Parse(Json) }])).Cell.Should().Contain("9007199254740993").And.Contain("3.14159265358979323846").And.Contain("1e400");
        (await Written.ListAsync([JsonElement.Parse("{\"x\": 9007199254740993, \"y\": 1.5}"), JsonElement.Parse("{\"x\": 0.5, \"y\": 2}")])).Rows[0]
            .Should().Equal("9007199254740993", "1.5");
        (await Written.ListAsync([new Dictionary<string, object?> { ["x"] = 9007199254740993L }])).Cell.Should().Be("9007199254740993");
    }

    [Test]
    public async Task A_node_may_be_as_deep_as_JSON_that_is_read()
    {
        var json = new string('[', 500) + new string(']', 500);
        var node = JsonNode.Parse(json, documentOptions: new() { MaxDepth = 1000 });
        JsonElement.Parse((await Written.ListAsync([new { x = node }])).Cell!, new() { MaxDepth = 1000 }).GetArrayLength().Should().Be(1);
    }

    [TestCase("9007199254740993")]
    [TestCase("0.12345678901234567890")]
    public async Task A_chosen_real_takes_what_it_keeps(string number)
    {
        ResultColumn column = new("x", ResultColumnType.Real);
        (await Written.JsonAsync("[{\"x\": 9007199254740992}]", column)).Cell.Should().Be("9007199254740992");
        (await Written.ErrorAsync(() => Written.JsonAsync($"[{{\"x\": {number}}}]", column))).Message.Should().Contain(number);
        (await Written.ErrorAsync(() => Written.CsvAsync($"x\n{number}\n", column))).Message.Should().Contain(number);
    }

    /// <summary>By their digits, which is what none of the library's own readers is asked for.</summary>
    private static bool Same(string one, string other) => JsonElement.DeepEquals(JsonElement.Parse(one), JsonElement.Parse(other));
}
