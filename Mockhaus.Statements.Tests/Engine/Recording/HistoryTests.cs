using System.Text;
using System.Text.Json;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Tests.Engine.Recording;

public sealed class HistoryTests : RecordingFixture
{
    [Test]
    public async Task Each_end_has_one_entry_whatever_it_is()
    {
        var succeeded = await RunAsync("select 'a', 1", user: "ALICE");
        var failed = await RunAsync("fail");
        var cancelled = await Manager.SubmitAsync(Session, new() { Sql = "wait" });
        await Manager.CancelAsync(Session, cancelled.Handle);
        var timedOut = await Manager.SubmitAsync(Session, new() { Sql = "wait", Timeout = TimeSpan.FromMilliseconds(20) });
        await Manager.WaitAsync(Session, timedOut.Handle, Safety);
        var stopped = await Manager.SubmitAsync(Session, new() { Sql = "wait" });
        await Manager.DisposeAsync();

        var entries = await History.AllAsync(HistoryEntryKind.Ended);

        entries.Select(entry => (entry.Handle, entry.Status, entry.ErrorCode)).Should().BeEquivalentTo(new (StatementHandle?, StatementStatus?, string?)[]
        {
            (succeeded.Handle, StatementStatus.Succeeded, null),
            (failed.Handle, StatementStatus.Failed, "001003"),
            (cancelled.Handle, StatementStatus.Cancelled, "000604"),
            (timedOut.Handle, StatementStatus.Failed, StatementErrorCodes.Timeout),
            (stopped.Handle, StatementStatus.Failed, StatementErrorCodes.Shutdown),
        });
        var first = entries.Single(entry => entry.Handle == succeeded.Handle);
        first.Should().BeEquivalentTo(new { Sql = "select ?, ?", Operation = "SELECT", SqlLength = 13, User = "ALICE", SessionId = Session, Rows = 1L });
        first.At.Should().Be(succeeded.CompletedAt!.Value);
        entries.Should().OnlyContain(entry => entry.ErrorMessage == null);
    }

    [Test]
    public async Task A_cancel_a_release_and_the_end_of_a_session_have_entries()
    {
        var cancelled = await Manager.SubmitAsync(Session, new() { Sql = "wait" });
        await Manager.CancelAsync(Session, cancelled.Handle);
        await Manager.CancelAsync(Session, cancelled.Handle);
        var released = await RunAsync();
        await Manager.ReleaseAsync(Session, released.Handle);
        await Manager.EndSessionAsync(Session);
        await Manager.DisposeAsync();

        (await History.AllAsync(HistoryEntryKind.CancelRequested)).Should().ContainSingle().Which.Handle.Should().Be(cancelled.Handle);
        (await History.AllAsync(HistoryEntryKind.Released)).Should().ContainSingle().Which.Handle.Should().Be(released.Handle);
        (await History.AllAsync(HistoryEntryKind.SessionEnded)).Should().ContainSingle().Which.SessionId.Should().Be(Session);
        (await History.AllAsync(HistoryEntryKind.Ended)).Should().HaveCount(2);
    }

    [Test]
    public async Task A_session_reads_its_own_entries_and_the_host_all()
    {
        var mine = await RunAsync();
        await RunAsync(session: "other");

        var own = await Manager.OpenSession(Session).ReadHistoryAsync(new() { SessionId = "other" });
        var all = await Manager.ReadHistoryAsync();

        own.Entries.Should().ContainSingle().Which.Handle.Should().Be(mine.Handle);
        all.Entries.Should().HaveCount(2);
    }

    [Test]
    public async Task Live_statements_come_before_those_that_have_ended([Values(1, 2, 3, 100)] int limit)
    {
        var ended = await RunAsync();
        var first = await Manager.SubmitAsync(Session, new() { Sql = "wait" });
        var second = await Manager.SubmitAsync(Session, new() { Sql = "wait" });
        var session = Manager.OpenSession(Session);
        var (listed, filter) = (new List<HistoryEntry>(), new HistoryFilter { Kinds = [HistoryEntryKind.Ended], IncludeLive = true });
        for (HistoryPage? page = null; page is null || page.Next is not null;)
        {
            page = await session.ReadHistoryAsync(filter with { After = page?.Next }, limit);
            listed.AddRange(page.Entries);
        }

        listed.Select(entry => entry.Handle).Should().Equal(second.Handle, first.Handle, ended.Handle);
        listed.Select(entry => entry.CompletedAt is null).Should().Equal(true, true, false);
    }

    [Test]
    public async Task What_was_missed_is_recorded_at_the_next_start_and_only_once()
    {
        await Manager.DisposeAsync();
        await using (var without = new StatementManager(Store, Executor, Options))
        {
            for (var i = 0; i < 3; i++)
            {
                await without.WaitAsync(Session, (await without.SubmitAsync(Session, new() { Sql = "select 1" })).Handle, Safety);
            }
        }

        for (var starts = 0; starts < 2; starts++)
        {
            await using var manager = NewManager();
            await UntilAsync(async () => (await History.AllAsync(HistoryEntryKind.Ended)).Count == 3);
        }

        (await History.AllAsync()).Should().HaveCount(3);
    }

    [Test]
    public async Task What_was_erased_does_not_come_back_at_the_next_start()
    {
        await RunAsync();
        var kept = await RunAsync(session: "other");
        var erased = await Manager.EraseHistoryAsync(HistoryErasure.OfSession(Session));
        await Manager.DisposeAsync();

        await using var manager = NewManager();
        var after = await manager.SubmitAsync("other", new() { Sql = "select 2" });
        await manager.WaitAsync("other", after.Handle, Safety);
        await manager.ReadHistoryAsync();

        erased.Should().Be(1);
        (await History.AllAsync(HistoryEntryKind.Ended)).Select(entry => entry.Handle).Should().Equal(kept.Handle, after.Handle);
        (await History.AllAsync(HistoryEntryKind.Erased)).Should().ContainSingle().Which.SessionId.Should().BeNull();
    }

    [Test]
    public async Task An_export_has_a_line_of_json_for_each_entry()
    {
        for (var i = 0; i < 5; i++)
        {
            await RunAsync();
        }

        using var target = new MemoryStream();
        var written = await Manager.ExportHistoryAsync(target, new() { Kinds = [HistoryEntryKind.Ended] });

        written.Should().Be(5);
        var lines = Encoding.UTF8.GetString(target.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(5);
        JsonDocument.Parse(lines[0]).RootElement.GetProperty("sql").GetString().Should().Be("select ?");
    }

    [Test]
    public async Task Without_a_history_reading_it_says_how_to_get_one()
    {
        await using var manager = new StatementManager(Store, Executor, Options);

        await manager.Invoking(one => one.ReadHistoryAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*History:Type*");
    }

    [Test]
    public async Task A_position_that_is_none_is_refused([Values("x", "live:", "live:1:x", "live:99999999999999999999:0")] string after) =>
        await Manager.Invoking(manager => manager.ReadHistoryAsync(new() { After = after, IncludeLive = true }).AsTask())
            .Should().ThrowAsync<ArgumentException>();
}
