using System.Net;

namespace Mockhaus.Statements.Tests.FaultInjection;

public sealed class AnswerTests : FaultInjectionFixture
{
    [TestCase(401, "390144", "code message", null)]
    [TestCase(408, "000630", "code message sqlState statementHandle", null)]
    [TestCase(429, "390505", "code message", 1)]
    [TestCase(500, "900008", "code message sqlState statementHandle", null)]
    [TestCase(503, "900008", "code message sqlState statementHandle", 1)]
    [TestCase(504, "900008", "code message sqlState statementHandle", null)]
    public async Task The_first_requests_are_answered_with_a_status_and_the_next_goes_through(int status, string code, string members, int? retryAfter)
    {
        using var client = ClientWith($"{status}*2");

        var first = await client.SubmitAsync("select 1", "?requestId=a");
        var second = await client.SubmitAsync("select 1", "?requestId=a");
        var third = await client.SubmitAsync("select 1", "?requestId=a");

        ((int)first.Status).Should().Be(status);
        first.Code.Should().Be(code);
        first.Members.Should().Equal(members.Split(' '));
        first.RetryAfter.Should().Be(retryAfter is null ? null : TimeSpan.FromSeconds(retryAfter.Value));
        ((int)second.Status).Should().Be(status);
        third.Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Each_request_id_is_counted_apart()
    {
        using var client = ClientWith("503");

        var a = await StatusesAsync(2, () => client.SubmitAsync("select 1", "?requestId=a"));
        var b = await StatusesAsync(2, () => client.SubmitAsync("select 1", "?requestId=b"));

        a.Should().Equal(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        b.Should().Equal(a);
    }

    [Test]
    public async Task Without_a_request_id_each_session_is_counted_apart()
    {
        using var one = ClientWith("503");
        using var other = ClientWith("503");

        (await StatusesAsync(3, () => one.SubmitAsync("select 1"))).Should().Equal(
            HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.OK);
        (await other.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [TestCase("503", 0)]
    [TestCase("503=after", 1)]
    [TestCase("401=after", 1)]
    [TestCase("500=after", 1)]
    public async Task A_statement_that_was_answered_so_has_run_or_not_and_a_retry_runs_it_once(string fault, int rows)
    {
        using var client = ClientWith(fault);
        using var untroubled = ClientWith(null);
        await untroubled.SubmitAsync("create or replace table once (i int)");

        await client.SubmitAsync("insert into once values (1)", "?requestId=a");
        var ran = await untroubled.SubmitAsync("select count(*) from once");
        var retry = await client.SubmitAsync("insert into once values (1)", "?requestId=a&retry=true");
        var again = await client.SubmitAsync("insert into once values (1)", "?requestId=a&retry=true");

        ran.Rows[0][0].Should().Be($"{rows}");
        retry.Status.Should().Be(HttpStatusCode.OK);
        again.Handle.Should().Be(retry.Handle);
        (await untroubled.SubmitAsync("select count(*) from once")).Rows[0][0].Should().Be("1");
    }

    [Test]
    public async Task A_408_after_execution_names_the_statement()
    {
        using var client = ClientWith("408=after");

        var answer = await client.SubmitAsync("select 42");

        answer.Status.Should().Be(HttpStatusCode.RequestTimeout);
        answer.Link.Should().BeNull("that belongs to the answer that was lost");
        (await client.GetAsync(answer.Handle)).Rows[0].Should().Equal("42");
    }

    [TestCase("429=handle", "")]
    [TestCase("get:429=handle*2", "get")]
    public async Task A_429_may_carry_the_status_of_the_statement(string fault, string operation)
    {
        using var client = ClientWith(fault);

        var answer = await client.SubmitAsync("select 42");
        answer = operation == "get" ? await client.GetAsync(answer.Handle) : answer;

        answer.Status.Should().Be(HttpStatusCode.TooManyRequests);
        answer.RetryAfter.Should().Be(TimeSpan.FromSeconds(1));
        answer.Members.Should().Equal("code", "message", "statementHandle", "statementStatusUrl");
        answer.Code.Should().Be("333334");
        client.Fault = null;
        var last = await StatusesAsync(2, () => client.PollAsync(answer.Handle));
        last[1].Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_429_with_a_handle_needs_a_statement_and_else_answers_what_is_wrong()
    {
        using var client = ClientWith("429=handle");

        (await client.SubmitAsync(" ")).Code.Should().Be("000900");
    }

    [Test]
    public async Task Polls_and_cancels_are_answered_so_too()
    {
        using var client = ClientWith("get:503@2; cancel:429");
        var handle = (await client.SubmitAsync("select 1")).Handle;
        client.Fault = null;

        (await StatusesAsync(3, () => client.GetAsync(handle))).Should().Equal(
            HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        (await StatusesAsync(2, () => client.CancelAsync(handle))).Should().Equal(
            HttpStatusCode.TooManyRequests, HttpStatusCode.UnprocessableEntity);
    }

    [Test]
    public async Task A_header_of_a_get_is_for_that_handle()
    {
        using var client = ClientWith(null);
        var one = (await client.SubmitAsync("select 1")).Handle;
        var other = (await client.SubmitAsync("select 1")).Handle;

        client.Fault = "429";
        (await StatusesAsync(2, () => client.GetAsync(one))).Should().Equal(HttpStatusCode.TooManyRequests, HttpStatusCode.OK);
        (await StatusesAsync(2, () => client.GetAsync(other))).Should().Equal(HttpStatusCode.TooManyRequests, HttpStatusCode.OK);
    }

    [Test]
    public async Task A_header_that_comes_with_each_request_of_a_client_counts_once()
    {
        using var client = ClientWith("429; get:503@2");
        await client.SubmitAsync("select 1", "?requestId=a");
        var handle = (await client.SubmitAsync("select 1", "?requestId=a")).Handle;

        (await StatusesAsync(4, () => client.GetAsync(handle))).Should().Equal(
            HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.OK);
    }

    [Test]
    public async Task The_query_tag_asks_for_it_as_the_header_does_and_both_add_up()
    {
        using var client = ClientWith(null);
        (await SubmitTaggedAsync(client, "select 1", "nightly", "?requestId=a")).Status.Should().Be(HttpStatusCode.OK);
        client.Fault = "503";

        (await StatusesAsync(3, () => SubmitTaggedAsync(client, "select 1", "mockhaus: 429", "?requestId=b"))).Should().Equal(
            HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests, HttpStatusCode.OK);
    }

    [Test]
    public async Task Words_are_read_in_any_case_and_with_spaces_and_a_second_header()
    {
        using var client = ClientWith(" POST:503 , Get:429 ;; ");
        var statuses = await StatusesAsync(2, () => client.SubmitAsync("select 1", "?requestId=a"));

        statuses.Should().Equal(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
    }
}
