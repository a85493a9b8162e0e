using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>The sizes in partitionInfo: of the rows, without what is around them.</summary>
public sealed class PartitionSizeTests : SqlApiFixture
{
    [Test]
    public async Task The_uncompressed_size_is_that_of_the_rows()
    {
        var answer = await Client.SubmitAsync("select 42");

        PartitionInfo(answer).GetRawText().Should().Be("""[{"rowCount":1,"uncompressedSize":6}]""", "the row is [\"42\"]");
    }

    [Test]
    public async Task A_small_result_in_one_piece_has_no_compressed_size()
    {
        var answer = await Client.SubmitAsync("select repeat('x', 99995)");

        PartitionInfo(answer).GetRawText().Should().Be("""[{"rowCount":1,"uncompressedSize":99999}]""");
    }

    [TestCase(100_000)]
    [TestCase(1_048_576)]
    public async Task A_larger_one_in_one_piece_has_a_compressed_size(int bytes)
    {
        var answer = await Client.SubmitAsync($"select repeat('x', {bytes - 4})");

        PartitionInfo(answer).GetRawText().Should().Be($$"""[{"rowCount":1,"uncompressedSize":{{bytes}},"compressedSize":{{bytes}}}]""");
    }

    [Test]
    public async Task Every_partition_of_several_has_both_sizes()
    {
        var first = await Client.PostAsync(
            "/api/v2/statements", """{"statement": "select * from range(250)", "parameters": {"MOCKHAUS_PARTITION_ROWS": 100}}""");

        var info = PartitionInfo(first).EnumerateArray().ToList();
        info.Should().HaveCount(3);
        (await SizesAsync(first)).Should().Equal(info.Select(Uncompressed));
        info[0].GetProperty("compressedSize").GetInt32().Should().Be(Uncompressed(info[0]), "the first is not packed");
        foreach (var number in new[] { 1, 2 })
        {
            info[number].GetProperty("compressedSize").GetInt32().Should().Be((await Client.GetAsync(first.Handle, $"?partition={number}")).Body.Length);
        }
    }

    private static JsonElement PartitionInfo(SqlApiAnswer answer) => answer.MetaData.GetProperty("partitionInfo");

    private static int Uncompressed(JsonElement part) => part.GetProperty("uncompressedSize").GetInt32();

    /// <summary>The bytes of the rows of each partition, with the commas between them.</summary>
    private async Task<List<int>> SizesAsync(SqlApiAnswer first)
    {
        var sizes = new List<int>();
        for (var number = 0; number < first.PartitionRows.Count; number++)
        {
            var data = (await Client.GetAsync(first.Handle, $"?partition={number}")).Json.GetProperty("data").GetRawText();
            sizes.Add(Encoding.UTF8.GetByteCount(data) - "[]".Length);
        }

        return sizes;
    }
}
