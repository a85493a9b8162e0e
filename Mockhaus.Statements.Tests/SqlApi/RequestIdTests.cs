using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class RequestIdTests : SqlApiFixture
{
    [Test]
    public async Task A_retry_answers_with_the_same_handle_and_creation_time_and_runs_nothing()
    {
        var query = Query() + "&retry=true";
        await Client.SubmitAsync("create table once (a int)");
        var first = await Client.SubmitAsync("insert into once values (1)", query);
        var again = await Client.SubmitAsync("insert into once values (1)", query);

        again.Body.Should().Equal(first.Body);
        (await Client.SubmitAsync("select * from once")).Rows.Should().ContainSingle();
    }

    [Test]
    public async Task An_unknown_request_id_is_executed_although_it_is_said_to_be_a_retry()
    {
        var query = Query();
        var answer = await Client.SubmitAsync("select 1", $"{query}&retry=true");

        answer.Status.Should().Be(HttpStatusCode.OK);
        query.Should().EndWith(answer.Json.GetProperty("requestId").GetString());
    }

    [Test]
    public async Task An_original_that_failed_is_executed_again_and_one_that_was_cancelled_is_not()
    {
        var (failing, cancelled) = (Query(), Query());
        var failed = await Client.SubmitAsync("select * from made_later", failing);
        await Client.SubmitAsync("create table made_later as select 42 as a");
        var running = await Client.SubmitAsync("select count(*) from range(1000000000000)", cancelled + "&async=true");
        await Client.CancelAsync(running.Handle);

        var again = await Client.SubmitAsync("select * from made_later", failing + "&retry=True");
        var still = await Client.SubmitAsync("select count(*) from range(1000000000000)", cancelled + "&retry=true");

        again.Status.Should().Be(HttpStatusCode.OK);
        again.Handle.Should().NotBe(failed.Handle);
        still.Code.Should().Be("000604");
        still.Handle.Should().Be(running.Handle);
    }

    [Test]
    public async Task The_same_request_id_with_other_sql_is_refused_and_says_so()
    {
        var query = Query() + "&retry=true";
        var first = await Client.SubmitAsync("select 1", query);
        var other = await Client.SubmitAsync("select 2", query);

        other.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        other.Code.Should().Be("900007");
        other.Message.Should().Contain(first.Handle).And.Contain("Use a new request id");
    }

    [Test]
    public async Task A_request_id_is_its_sessions_own()
    {
        var query = Query();
        using var other = Server.Client("another");
        var mine = await Client.SubmitAsync("select 1", query);
        var theirs = await other.SubmitAsync("select 2", query);

        theirs.Status.Should().Be(HttpStatusCode.OK);
        theirs.Handle.Should().NotBe(mine.Handle);
    }

    [Test]
    public async Task Twenty_of_the_same_at_once_are_one_statement()
    {
        var query = Query() + "&retry=true";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Client.SubmitAsync("select uuid() as once", query)));

        answers.Select(answer => answer.Handle).Distinct().Should().ContainSingle();
        answers.Select(answer => answer.Rows[0][0]).Distinct().Should().ContainSingle();
    }

    [Test]
    public async Task Without_one_the_server_makes_a_request_id_a_statement()
    {
        var first = await Client.SubmitAsync("select 1");
        var second = await Client.SubmitAsync("select 1", "?requestId=");

        Guid.TryParse(first.Json.GetProperty("requestId").GetString(), out var one).Should().BeTrue();
        Guid.TryParse(second.Json.GetProperty("requestId").GetString(), out var two).Should().BeTrue();
        one.Should().NotBe(two);
        first.Handle.Should().NotBe(second.Handle);
    }

    [Test]
    public async Task Any_other_text_is_a_request_id_too_and_comes_back_as_it_went()
    {
        const string query = "?requestId=n%C2%B0%207%2F%22%3C&retry=true";
        var first = await Client.SubmitAsync("select 1", query);
        var again = await Client.SubmitAsync("select 1", query);

        first.Json.GetProperty("requestId").GetString().Should().Be("n° 7/\"<");
        again.Handle.Should().Be(first.Handle);
        var url = first.Json.GetProperty("statementStatusUrl").GetString()!;
        (await Client.SendAsync(HttpMethod.Get, url)).Body.Should().Equal(first.Body);
    }

    [Test]
    public async Task The_letters_of_a_uuid_have_no_case()
    {
        var id = TestContext.CurrentContext.Random.NextGuid().ToString();
        var first = await Client.SubmitAsync("select 1", $"?requestId={id.ToUpperInvariant()}&retry=true");
        var again = await Client.SubmitAsync("select 1", $"?requestId={id}&retry=true");

        again.Handle.Should().Be(first.Handle);
        first.Json.GetProperty("requestId").GetString().Should().Be(id);
    }

    [Test]
    public async Task The_letters_of_any_other_text_have()
    {
        var first = await Client.SubmitAsync("select 1", "?requestId=Nightly&retry=true");
        var other = await Client.SubmitAsync("select 1", "?requestId=nightly&retry=true");

        other.Handle.Should().NotBe(first.Handle);
        first.Json.GetProperty("requestId").GetString().Should().Be("Nightly");
    }

    [Test]
    public async Task A_request_id_of_more_than_256_characters_is_refused_with_the_limit()
    {
        var answer = await Client.SubmitAsync("select 1", "?requestId=" + new string('r', 257));

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Message.Should().Contain("256");
    }

    private static string Query() => $"?requestId={TestContext.CurrentContext.Random.NextGuid()}";

    [Test]
    public async Task Without_retry_a_repeated_request_id_runs_again_and_belongs_to_the_newest()
    {
        var query = Query();
        await Client.SubmitAsync("create table often (a int)");
        var first = await Client.SubmitAsync("insert into often values (1)", query);
        var second = await Client.SubmitAsync("insert into often values (1)", query);
        var third = await Client.SubmitAsync("insert into often values (3)", query);

        (await Client.SubmitAsync("select a from often order by a")).Rows.Select(row => row[0]).Should().Equal("1", "1", "3");
        new[] { first.Handle, second.Handle, third.Handle }.Should().OnlyHaveUniqueItems();
        (await Client.GetAsync(first.Handle)).Body.Should().Equal(first.Body, "it answers by its handle as before, with its request id");
        (await Client.SubmitAsync("insert into often values (3)", query + "&retry=true")).Body.Should().Equal(third.Body, "handle and createdOn are the newest's");
        (await Client.SubmitAsync("insert into often values (1)", query + "&retry=true")).Code.Should().Be("900007", "the newest is another request");
    }

    [TestCase("&retry=false")]
    [TestCase("&retry=")]
    [TestCase("&retry=1")]
    public async Task Only_retry_true_is_a_retry(string retry)
    {
        var query = Query();
        var first = await Client.SubmitAsync("select 1", query);

        (await Client.SubmitAsync("select 2", query + retry)).Rows[0][0].Should().Be("2");
        (await Client.SubmitAsync("select 1", query)).Handle.Should().NotBe(first.Handle);
    }

    [Test]
    public async Task A_repeated_request_id_runs_again_also_while_the_first_one_runs()
    {
        var query = Query();
        var running = await Client.SubmitAsync("select count(*) from range(1000000000000)", query + "&async=true");
        var second = await Client.SubmitAsync("select 2", query);

        second.Rows[0][0].Should().Be("2");
        (await Client.CancelAsync(running.Handle)).Status.Should().Be(HttpStatusCode.OK);
        (await Client.SubmitAsync("select 2", query + "&retry=true")).Handle.Should().Be(second.Handle);
    }

    [Test]
    public async Task Posts_and_retries_of_one_request_id_at_once_each_run_or_answer_with_one_that_runs()
    {
        var query = Query();
        await Client.SubmitAsync("create table counted (a int)");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(
            at => Client.SubmitAsync("insert into counted values (1)", query + (at % 2 == 0 ? "" : "&retry=true"))));

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.OK);
        var posts = answers.Where((_, at) => at % 2 == 0).Select(answer => answer.Handle).ToList();
        posts.Should().OnlyHaveUniqueItems();
        var ran = (await Client.SubmitAsync("select count(*) from counted")).Rows[0][0];
        ran.Should().Be($"{answers.Select(answer => answer.Handle).Distinct().Count()}", "each handle is one run");
        var last = await Client.SubmitAsync("insert into counted values (1)", query + "&retry=true");
        answers.Select(answer => answer.Handle).Should().Contain(last.Handle);
    }
}
