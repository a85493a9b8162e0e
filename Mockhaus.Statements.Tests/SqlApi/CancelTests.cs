using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class CancelTests : SqlApiFixture
{
    private const string Endless = "select count(*) from range(1000000000000)";

    [Test]
    public async Task A_cancelled_statement_says_so_to_everybody_who_asks()
    {
        var running = await Client.SubmitAsync(Endless, "?async=true");
        var cancelled = await Client.CancelAsync(running.Handle);
        var again = await Client.CancelAsync(running.Handle);
        var get = await Client.GetAsync(running.Handle);

        cancelled.Status.Should().Be(HttpStatusCode.OK);
        cancelled.Members.Should().Equal("code", "sqlState", "message", "statementHandle", "statementStatusUrl");
        cancelled.Code.Should().Be("000604");
        again.Body.Should().Equal(cancelled.Body);
        get.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        get.Members.Should().Equal("code", "message", "sqlState", "statementHandle");
        get.Code.Should().Be("000604");
    }

    [Test]
    public async Task A_finished_statement_cannot_be_cancelled()
    {
        var finished = await Client.SubmitAsync("select 1");
        var answer = await Client.CancelAsync(finished.Handle);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await Client.GetAsync(finished.Handle)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_cancel_that_went_to_a_wrong_path_is_not_found()
    {
        var answer = await Client.SendAsync(HttpMethod.Post, "/api/v2/statements/cancel/x");

        answer.Status.Should().Be(HttpStatusCode.NotFound);
    }
}
