using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>The library's own reader against the texts that are hard for JSON.</summary>
public sealed class ReadCellTests
{
    [Test]
    public async Task Rows_hold_the_texts_that_were_written_and_nulls_between_them()
    {
        string?[][] expected = [["", null], [null, "a\"\\\0\n\u2028😀"], ["null", "[]"], ["]]}", "{\"data\":["]];
        await using var host = new ResultHost(new() { Results = { InlineResultBytes = 0, ResultBatchSize = 2 } }, result =>
        {
            result.Start([ResultColumn.Text("a"), ResultColumn.Text("b")]);
            foreach (var row in expected)
            {
                Write(result.Row, row[0]);
                Write(result.Row, row[1]);
                ResultHost.EndRow(result);
            }
        });
        var statement = await host.RunAsync();
        var rows = new List<IReadOnlyList<string?>>();
        await foreach (var row in host.Session.ReadRowsAsync(statement.Handle))
        {
            rows.Add(row);
        }

        rows.Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    private static void Write(RowWriter row, string? text)
    {
        if (text is null)
        {
            row.WriteNull();
        }
        else
        {
            row.WriteText(text);
        }
    }
}
