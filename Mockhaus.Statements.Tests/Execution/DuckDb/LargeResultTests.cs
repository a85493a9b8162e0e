using System.Globalization;
using System.Text;
using Mockhaus.Statements.Tests.Results;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

[NonParallelizable]
public sealed class LargeResultTests : DuckDbFixture
{
    private const int Rows = 5_000_000;

    [Test]
    public async Task Five_million_rows_are_read_in_reverse_order_twice_and_each_batch_has_exactly_its_own()
    {
        var statement = await RunAsync($"select * from range({Rows})");
        statement.Error.Should().BeNull();
        var batches = statement.Result!.Batches;
        batches.Should().HaveCount(Rows / 10_000);
        batches.Sum(batch => (long)batch.RowCount).Should().Be(Rows);
        for (var time = 0; time < 2; time++)
        {
            for (var number = batches.Count - 1; number >= 0; number--)
            {
                var batch = await Session.ReadBatchAsync(statement.Handle, number);
                BatchJson.Unpack(batch!).AsSpan().SequenceEqual(Expected(number, batches[number].RowCount))
                    .Should().BeTrue("batch {0} has its rows", number);
            }
        }
    }

    /// <summary>Each batch but the last is full, so its first row is known from its number.</summary>
    private static byte[] Expected(int number, int rows)
    {
        var json = new StringBuilder("{\"data\":[");
        for (var row = 0; row < rows; row++)
        {
            json.Append(row == 0 ? "[\"" : ",[\"").Append(CultureInfo.InvariantCulture, $"{(number * 10_000) + row}").Append("\"]");
        }

        return Encoding.UTF8.GetBytes(json.Append("]}").ToString());
    }
}
