using System.Net;
using Mockhaus.Statements.Tests.Http;
using Mockhaus.Statements.Tests.RedisStore;

namespace Mockhaus.Statements.Tests.Sample;

/// <summary>Two sample servers as processes on one Redis: each answers for what the other runs.</summary>
public sealed class TwoServersTests
{
    private const string Endless = "select count(*) from range(1000000000000)";
    private const string Lease = "00:00:02";

    private static readonly TimeSpan LeaseTime = TimeSpan.Parse(Lease, System.Globalization.CultureInfo.InvariantCulture);
    private static int _count;

    private SampleProcess _first = null!;
    private SampleProcess _second = null!;
    private SqlApiClient _toFirst = null!;
    private SqlApiClient _toSecond = null!;

    [SetUp]
    public async Task StartServersAsync()
    {
        var redis = await SharedRedis.ServerAsync();
        string[] arguments =
        [
            "--redis", redis.Configuration,
            $"--Mockhaus:Statements:Redis:KeyPrefix=two-servers-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}:",
            $"--Mockhaus:Statements:Redis:Lease={Lease}",
            "--Mockhaus:Statements:SqlApi:SynchronousWindow=00:00:30",
        ];
        var servers = await Task.WhenAll(SampleProcess.StartAsync(arguments), SampleProcess.StartAsync(arguments));
        (_first, _second) = (servers[0], servers[1]);
        (_toFirst, _toSecond) = (_first.Client(), _second.Client());
    }

    [TearDown]
    public async Task StopServersAsync()
    {
        _toFirst.Dispose();
        _toSecond.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Test]
    public async Task What_is_submitted_on_one_is_polled_and_read_on_the_other_in_all_partitions()
    {
        var handle = (await _toFirst.SubmitAsync("select i, repeat('x', 300) as t from range(100000) r(i)", "?async=true")).Handle;

        var answer = await _toSecond.PollAsync(handle);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.PartitionRows.Should().HaveCountGreaterThan(2).And.Subject.Sum().Should().Be(100_000);
        var seen = new List<string?>(answer.Rows.Select(row => row[0]));
        for (var partition = 1; partition < answer.PartitionRows.Count; partition++)
        {
            seen.AddRange((await _toSecond.GetAsync(handle, $"?partition={partition}")).Rows.Select(row => row[0]));
        }

        seen.Should().Equal(Enumerable.Range(0, 100_000).Select(i => $"{i}"));
    }

    [Test]
    public async Task The_same_request_sent_to_the_other_waits_for_the_first_ones_end()
    {
        const string Slow = "select sum(a.i * b.i) from range(20000) a(i), range(20000) b(i)";
        var query = $"?requestId={Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
        var first = await _toFirst.SubmitAsync(Slow, $"{query}&async=true");
        first.Status.Should().Be(HttpStatusCode.Accepted);

        var second = await _toSecond.SubmitAsync(Slow, $"{query}&retry=true");

        second.Status.Should().Be(HttpStatusCode.OK, "it waits as for a statement of its own");
        second.Handle.Should().Be(first.Handle);
    }

    [Test]
    public async Task The_same_request_sent_to_both_at_once_is_one_statement()
    {
        for (var round = 0; round < 20; round++)
        {
            var query = $"?requestId={Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
            var answers = await Task.WhenAll(
                _toFirst.SubmitAsync("select 1", query), _toSecond.SubmitAsync("select 1", query),
                _toFirst.SubmitAsync("select 1", query), _toSecond.SubmitAsync("select 1", query));

            answers.Select(answer => answer.Handle).Distinct().Should().ContainSingle();
        }
    }

    [Test]
    public async Task A_cancel_sent_to_the_other_ends_the_query_and_both_say_so()
    {
        var handle = (await _toFirst.SubmitAsync(Endless, "?async=true")).Handle;

        (await _toSecond.CancelAsync(handle)).Status.Should().Be(HttpStatusCode.OK);

        (await _toFirst.PollAsync(handle)).Code.Should().Be("000604");
        (await _toSecond.PollAsync(handle)).Code.Should().Be("000604");

        // The one place that a query has is free again, so it has ended and not only been said to.
        (await _toFirst.SubmitAsync("select 1")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Another_users_handle_is_unknown_on_the_other_server_too()
    {
        var handle = (await _toFirst.SubmitAsync("select 1")).Handle;
        using var stranger = _second.Client("somebody-else");

        (await stranger.GetAsync(handle)).Status.Should().Be(HttpStatusCode.NotFound);
        (await stranger.CancelAsync(handle)).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task When_one_is_killed_the_other_says_owner_lost_in_time_and_reads_what_had_finished()
    {
        var finished = (await _toFirst.SubmitAsync("select 42 as answer")).Handle;
        var running = (await _toFirst.SubmitAsync(Endless, "?async=true")).Handle;
        (await _toSecond.GetAsync(running)).Status.Should().Be(HttpStatusCode.Accepted);

        await _first.KillAsync();
        var killed = TimeProvider.System.GetTimestamp();
        var answer = await _toSecond.PollAsync(running);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be(StatementErrorCodes.OwnerLost);
        TimeProvider.System.GetElapsedTime(killed).Should().BeLessThan(LeaseTime + TimeSpan.FromSeconds(1));
        (await _toSecond.GetAsync(finished)).Rows.Single().Should().Equal("42");
    }

    [Test]
    public async Task One_that_is_stopped_leaves_nothing_running_and_its_results_to_the_other()
    {
        var finished = (await _toFirst.SubmitAsync("select 42 as answer")).Handle;
        var running = (await _toFirst.SubmitAsync(Endless, "?async=true")).Handle;

        (await _first.TerminateAsync()).Should().Be(0);

        (await _toSecond.GetAsync(running)).Code.Should().Be(StatementErrorCodes.Shutdown, "it had the time to say so");
        (await _toSecond.GetAsync(finished)).Rows.Single().Should().Equal("42");
    }
}
