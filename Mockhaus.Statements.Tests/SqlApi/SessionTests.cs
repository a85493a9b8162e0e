using System.Globalization;
using System.Net;

namespace Mockhaus.Statements.Tests.SqlApi;

public sealed class SessionTests
{
    [Test]
    public async Task A_statement_of_one_session_is_not_found_from_another()
    {
        await using var server = await SqlApiServer.StartAsync();
        using var alice = server.Client("alice");
        using var bob = server.Client("bob");
        var handle = (await alice.SubmitAsync("select 42")).Handle;
        const string unknown = "01a20461-190b-7a04-bc5e-81b7966896fb";

        var get = await bob.GetAsync(handle);
        var cancel = await bob.CancelAsync(handle);

        get.Status.Should().Be(HttpStatusCode.BadRequest);
        get.Code.Should().Be("000709");
        get.Message.Should().Be((await bob.GetAsync(unknown)).Message.Replace(unknown, handle, StringComparison.Ordinal));
        cancel.Code.Should().Be("000709");
        (await alice.GetAsync(handle)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Two_hundred_statements_of_fifty_clients_each_get_their_own_rows()
    {
        await using var server = await SqlApiServer.StartAsync();
        var clients = Enumerable.Range(0, 50).Select(i => server.Client($"client-{i}")).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var client = clients[i % clients.Count];
            var accepted = await client.SubmitAsync($"select {i} as a, r from range({i}, {i + 3}) t(r)", i % 2 == 0 ? "?async=true" : "");
            return accepted.Status == HttpStatusCode.Accepted ? await client.PollAsync(accepted.Handle) : accepted;
        }));

        for (var i = 0; i < answers.Length; i++)
        {
            answers[i].Rows.Select(row => string.Join(',', row)).Should().Equal(
                Enumerable.Range(i, 3).Select(r => string.Create(CultureInfo.InvariantCulture, $"{i},{r}")));
        }

        clients.ForEach(client => client.Dispose());
    }

    [Test]
    public async Task A_full_queue_answers_429_and_stores_nothing()
    {
        using var gate = new SemaphoreSlim(0);
        await using var server = await SqlApiServer.StartAsync(
            options => (options.Limits.MaxConcurrentStatements, options.Limits.MaxQueuedStatements) = (1, 1),
            configureBuilder: builder => builder.UseDelegate(async (_, token) => await gate.WaitAsync(token)));
        using var client = server.Client();

        var answers = new List<SqlApiAnswer>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await client.SubmitAsync($"select {i}", "?async=true"));
        }

        gate.Release(4);
        answers[^1].Status.Should().Be(HttpStatusCode.TooManyRequests);
        answers[^1].Json.GetRawText().Should().Be("""{"code":"390505","message":"Too many requests."}""");
        (await client.PollAsync(answers[0].Handle)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Rows_that_were_given_up_are_answered_as_such_and_not_as_expired()
    {
        await using var server = await SqlApiServer.StartAsync(options => options.Results.MaxTotalResultBytes = 1024);
        using var client = server.Client();
        var first = await client.SubmitAsync("select repeat('x', 800)");
        await client.SubmitAsync("select repeat('y', 800)");

        var answer = await client.PollAsync(first.Handle);
        while (answer.Status == HttpStatusCode.OK)
        {
            // The rows are given up right after the second has ended.
            await Task.Yield();
            answer = await client.GetAsync(first.Handle);
        }

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Json.GetProperty("code").GetString().Should().Be("900010");
    }
}
