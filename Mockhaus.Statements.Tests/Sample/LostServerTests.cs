using System.Net;

namespace Mockhaus.Statements.Tests.Sample;

/// <summary>Of two sample servers on one Redis, one goes: what it ran has ended, and what had finished is read on the other.</summary>
public sealed class LostServerTests
{
    private const string Endless = "select count(*) from range(1000000000000)";

    private TwoServers _servers = null!;

    [SetUp]
    public async Task StartServersAsync() => _servers = await TwoServers.StartAsync();

    [TearDown]
    public async Task StopServersAsync() => await _servers.DisposeAsync();

    [Test]
    public async Task When_one_is_killed_the_other_says_owner_lost_in_time_and_reads_what_had_finished()
    {
        var finished = (await _servers.ToFirst.SubmitAsync("select 42 as answer")).Handle;
        var running = (await _servers.ToFirst.SubmitAsync(Endless, "?async=true")).Handle;
        (await _servers.ToSecond.GetAsync(running)).Status.Should().Be(HttpStatusCode.Accepted);

        await _servers.First.KillAsync();
        var killed = TimeProvider.System.GetTimestamp();
        var answer = await _servers.ToSecond.PollAsync(running);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Code.Should().Be(StatementErrorCodes.OwnerLost);
        TimeProvider.System.GetElapsedTime(killed).Should().BeLessThan(TwoServers.Lease + TimeSpan.FromSeconds(1));
        (await _servers.ToSecond.GetAsync(finished)).Rows.Single().Should().Equal("42");
    }

    [Test]
    public async Task One_that_is_stopped_leaves_nothing_running_and_its_results_to_the_other()
    {
        var finished = (await _servers.ToFirst.SubmitAsync("select 42 as answer")).Handle;
        var running = (await _servers.ToFirst.SubmitAsync(Endless, "?async=true")).Handle;

        (await _servers.First.TerminateAsync()).Should().Be(0);

        (await _servers.ToSecond.GetAsync(running)).Code.Should().Be(StatementErrorCodes.Shutdown, "it had the time to say so");
        (await _servers.ToSecond.GetAsync(finished)).Rows.Single().Should().Equal("42");
    }
}
