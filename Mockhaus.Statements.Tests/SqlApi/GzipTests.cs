namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class GzipTests : SqlApiFixture
{
    protected override void Configure(MockhausStatementsOptions options) =>
        (options.Results.InlineResultBytes, options.Results.ResultBatchSize) = (0, 1_000);

    [TestCase("gzip")]
    [TestCase("gzip, deflate, br")]
    [TestCase("deflate;q=0.5, GZIP;q=0.1")]
    [TestCase("*")]
    public async Task Who_accepts_gzip_gets_every_answer_with_rows_packed(string accepted)
    {
        var first = await Client.SubmitAsync("select * from range(1500)");
        var (result, partition) = await GetAsync(first.Handle, accepted);

        result.ContentEncoding.Should().Be("gzip");
        result.Json.GetRawText().Should().Be(first.Json.GetRawText());
        result.Link.Should().Contain("rel=\"next\"");
        partition.ContentEncoding.Should().Be("gzip");
        partition.Rows.Should().HaveCount(500);
    }

    [TestCase("identity")]
    [TestCase("br")]
    [TestCase("gzip;q=0")]
    [TestCase("gzip;q=0, *")]
    public async Task Who_does_not_accept_gzip_gets_every_answer_as_it_is(string accepted)
    {
        var first = await Client.SubmitAsync("select * from range(1500)");
        var (result, partition) = await GetAsync(first.Handle, accepted);

        result.ContentEncoding.Should().BeNull();
        result.Body.Should().Equal(first.Body);
        partition.ContentEncoding.Should().BeNull();
        partition.Rows.Should().HaveCount(500);
    }

    [TestCase(null)]
    [TestCase("(gzip)")]
    public async Task Who_says_nothing_that_can_be_read_gets_partitions_packed_and_the_rest_as_it_is(string? accepted)
    {
        var first = await Client.SubmitAsync("select * from range(1500)");
        var (result, partition) = await GetAsync(first.Handle, accepted);

        result.ContentEncoding.Should().BeNull();
        partition.ContentEncoding.Should().Be("gzip");
    }

    [Test]
    public async Task A_status_and_an_error_are_never_packed()
    {
        var running = await Client.SubmitAsync("select count(*) from range(1000000000000)", "?async=true");
        var status = await Client.SendAsync(HttpMethod.Get, $"/api/v2/statements/{running.Handle}", acceptEncoding: "gzip");
        await Client.CancelAsync(running.Handle);
        var error = await Client.SendAsync(HttpMethod.Get, $"/api/v2/statements/{running.Handle}", acceptEncoding: "gzip");

        status.ContentEncoding.Should().BeNull();
        status.Code.Should().Be("333334");
        error.ContentEncoding.Should().BeNull();
        error.Code.Should().Be("000604");
    }

    private async Task<(SqlApiAnswer Result, SqlApiAnswer Partition)> GetAsync(string handle, string? accepted) => (
        await Client.SendAsync(HttpMethod.Get, $"/api/v2/statements/{handle}", acceptEncoding: accepted),
        await Client.SendAsync(HttpMethod.Get, $"/api/v2/statements/{handle}?partition=1", acceptEncoding: accepted));
}
