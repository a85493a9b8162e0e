using System.Net;

namespace Mockhaus.Statements.Tests.Sample;

/// <summary>Two sample servers as processes on one Redis: each answers for what the other runs.</summary>
public sealed class TwoServersTests
{
    private const string Endless = "select count(*) from range(1000000000000)";

    private TwoServers _servers = null!;

    [OneTimeSetUp]
    public async Task StartServersAsync() => _servers = await TwoServers.StartAsync();

    [OneTimeTearDown]
    public async Task StopServersAsync() => await _servers.DisposeAsync();

    [Test]
    public async Task What_is_submitted_on_one_is_polled_and_read_on_the_other_in_all_partitions()
    {
        var handle = (await _servers.ToFirst.SubmitAsync("select i, repeat('x', 300) as t from range(100000) r(i)", "?async=true")).Handle;

        var answer = await _servers.ToSecond.PollAsync(handle);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.PartitionRows.Should().HaveCountGreaterThan(2).And.Subject.Sum().Should().Be(100_000);
        var seen = new List<string?>(answer.Rows.Select(row => row[0]));
        for (var partition = 1; partition < answer.PartitionRows.Count; partition++)
        {
            seen.AddRange((await _servers.ToSecond.GetAsync(handle, $"?partition={partition}")).Rows.Select(row => row[0]));
        }

        seen.Should().Equal(Enumerable.Range(0, 100_000).Select(i => $"{i}"));
    }

    [Test]
    public async Task The_same_request_sent_to_the_other_waits_for_the_first_ones_end()
    {
        const string Slow = "select sum(a.i * b.i) from range(20000) a(i), range(20000) b(i)";
        var query = $"?requestId={Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
        var first = await _servers.ToFirst.SubmitAsync(Slow, $"{query}&async=true");
        first.Status.Should().Be(HttpStatusCode.Accepted);

        var second = await _servers.ToSecond.SubmitAsync(Slow, $"{query}&retry=true");

        second.Status.Should().Be(HttpStatusCode.OK, "it waits as for a statement of its own");
        second.Handle.Should().Be(first.Handle);
    }

    [Test]
    public async Task The_same_request_sent_to_both_at_once_is_one_statement()
    {
        for (var round = 0; round < 20; round++)
        {
            var query = $"?retry=true&requestId={Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
            var answers = await Task.WhenAll(
                _servers.ToFirst.SubmitAsync("select 1", query), _servers.ToSecond.SubmitAsync("select 1", query),
                _servers.ToFirst.SubmitAsync("select 1", query), _servers.ToSecond.SubmitAsync("select 1", query));

            answers.Select(answer => answer.Handle).Distinct().Should().ContainSingle();
        }
    }

    [Test]
    public async Task A_cancel_sent_to_the_other_ends_the_query_and_both_say_so()
    {
        var handle = (await _servers.ToFirst.SubmitAsync(Endless, "?async=true")).Handle;

        (await _servers.ToSecond.CancelAsync(handle)).Status.Should().Be(HttpStatusCode.OK);

        (await _servers.ToFirst.PollAsync(handle)).Code.Should().Be("000604");
        (await _servers.ToSecond.PollAsync(handle)).Code.Should().Be("000604");

        // The one place that a query has is free again, so it has ended and not only been said to.
        (await _servers.ToFirst.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Another_users_handle_is_unknown_on_the_other_server_too()
    {
        var handle = (await _servers.ToFirst.SubmitAsync("select 1")).Handle;
        using var stranger = _servers.Second.Client("somebody-else");

        var unknown = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

        (await stranger.GetAsync(handle)).Message.Should().Be((await stranger.GetAsync(unknown)).Message.Replace(unknown, handle, StringComparison.Ordinal));
        (await stranger.CancelAsync(handle)).Status.Should().Be((await stranger.CancelAsync(unknown)).Status);
    }
}
