using System.Net;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class RunningTests : FaultInjectionFixture
{
    [Test]
    public async Task A_statement_seems_to_run_for_as_many_polls()
    {
        using var client = ClientWith("running*2");

        var post = await client.SubmitAsync("select 42", "?async=false");

        post.Status.Should().Be(HttpStatusCode.Accepted);
        post.Code.Should().Be("333334");
        client.Fault = null;
        (await client.GetAsync(post.Handle)).Code.Should().Be("333334");
        (await client.GetAsync(post.Handle)).Status.Should().Be(HttpStatusCode.Accepted);
        (await client.PollAsync(post.Handle)).Rows[0].Should().Equal("42");
    }

    [Test]
    public async Task A_statement_seems_to_run_for_a_time_which_the_clock_can_be_moved_past()
    {
        using var client = ClientWith("running=00:10:00");
        var handle = (await client.SubmitAsync("select 42")).Handle;
        client.Fault = null;
        (await StatusesAsync(5, () => client.GetAsync(handle))).Should().OnlyContain(status => status == HttpStatusCode.Accepted);

        client.Fault = "advance=00:10:00";
        await client.GetAsync(handle);
        client.Fault = null;

        (await client.PollAsync(handle)).Rows[0].Should().Equal("42");
    }

    [Test]
    public async Task Only_the_post_or_only_the_polls_may_be_told_so()
    {
        using var client = ClientWith("post:running");
        var post = await client.SubmitAsync("select 42");
        client.Fault = "get:running";
        var other = await client.SubmitAsync("select 42");
        client.Fault = null;

        post.Status.Should().Be(HttpStatusCode.Accepted);
        (await client.PollAsync(post.Handle)).Status.Should().Be(HttpStatusCode.OK);
        other.Status.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync(other.Handle)).Status.Should().Be(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task A_failure_is_put_off_as_a_success_is()
    {
        using var client = ClientWith("running");
        var post = await client.SubmitAsync("select no_such_column");
        client.Fault = null;

        post.Status.Should().Be(HttpStatusCode.Accepted);
        (await client.GetAsync(post.Handle)).Status.Should().Be(HttpStatusCode.Accepted);
        (await client.PollAsync(post.Handle)).Status.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Test]
    public async Task What_another_session_or_nobody_has_does_not_seem_to_run()
    {
        var handle = (await Client.SubmitAsync("select 42")).Handle;
        using var client = ClientWith("running*9");

        (await client.GetAsync(handle)).Code.Should().Be("000709");
        (await client.GetAsync("01a20461-190b-7a04-bc5e-81b7966896fb")).Code.Should().Be("000709");
    }

    [Test]
    public async Task Several_troubles_come_one_after_the_other()
    {
        using var client = ClientWith("503; running*2; get:429@2; get:drop@4; expire@5");
        (await client.SubmitAsync("select 42", "?requestId=a")).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        var post = await client.SubmitAsync("select 42", "?requestId=a");
        client.Fault = null;

        post.Status.Should().Be(HttpStatusCode.Accepted);
        (await StatusesAsync(3, () => client.GetAsync(post.Handle))).Should().Equal(
            HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests);
        await client.Awaiting(polling => polling.GetAsync(post.Handle)).Should().ThrowAsync<HttpRequestException>();
        (await client.PollAsync(post.Handle)).Code.Should().Be("000710");
    }
}
