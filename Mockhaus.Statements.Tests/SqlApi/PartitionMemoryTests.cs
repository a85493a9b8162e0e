using System.Net.Http.Headers;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>What server and client allocate for a partition that nobody keeps.</summary>
[NonParallelizable]
public sealed class PartitionMemoryTests : SqlApiFixture
{
    private const int Requests = 20;
    private readonly byte[] _buffer = new byte[64 * 1024];

    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.InlineResultBytes, options.Results.ResultBatchSize, options.Results.MaxResultBytes) = (0, 1_000_000, 1 << 28);

    [Test]
    public async Task Serving_a_partition_allocates_nothing_that_grows_with_it()
    {
        // More than a MB each when packed: nothing repeats in these texts.
        var answer = await Client.SubmitAsync("select md5(i::varchar) from range(300000) r(i)");
        using var client = new HttpClient { BaseAddress = Server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "me");
        var address = new Uri($"/api/v2/statements/{answer.Handle}?partition=1", UriKind.Relative);

        var (sent, least) = (0L, long.MaxValue);
        for (var time = 0; time < 6; time++)
        {
            // Of the whole process, since the server answers on other threads; the least, since pools fill in the first.
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var request = 0; request < Requests; request++)
            {
                sent = await GetAsync(client, address);
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests);
        }

        sent.Should().BeGreaterThan(1024 * 1024);
        least.Should().BeLessThan(24 * 1024);
    }

    private async Task<long> GetAsync(HttpClient client, Uri address)
    {
        using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var total = 0L;
        while (await body.ReadAsync(_buffer) is > 0 and var read)
        {
            total += read;
        }

        return total;
    }
}
