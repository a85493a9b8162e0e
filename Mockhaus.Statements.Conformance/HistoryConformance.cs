using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Conformance;

/// <summary>What holds for every history. Derive a class for yours: <c>sealed class MyHistoryConformance : HistoryConformance&lt;MyFactory&gt;</c>.</summary>
/// <typeparam name="TFactory">Creates the history.</typeparam>
public abstract class HistoryConformance<TFactory>
    where TFactory : HistoryFactory, new()
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private TFactory _factory = null!;
    private int _count;

    protected IStatementHistory History { get; private set; } = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _count = 0;
        _factory = new();
        History = await _factory.OpenAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await History.DisposeAsync();
        await _factory.DisposeAsync();
    }

    [Test]
    public async Task An_entry_comes_back_as_it_was()
    {
        var full = New() with
        {
            Server = "server 1",
            User = "ACME.ALICE",
            Parent = new(Guid.CreateVersion7(Start)),
            Operation = "SELECT",
            Sql = "select ? from \"täble\" -- 'ü' 漢字 😀 \"quoted\" \u0001 \n",
            SqlLength = 99,
            Shape = Guid.CreateVersion7(Start),
            Database = "D",
            Schema = "S",
            Warehouse = "W",
            Role = "R",
            QueryTag = "tag 'x'",
            StartedAt = Start.AddTicks(10),
            Rows = long.MaxValue,
            Bytes = 12,
            ErrorCode = "000000",
            SqlState = "42000",
            ErrorMessage = "",
        };
        var empty = new HistoryEntry { Id = Guid.CreateVersion7(Start), Kind = HistoryEntryKind.Gap, At = Start, Lost = 3, LostFrom = Start.AddSeconds(-1) };

        await History.AppendAsync([full, empty]);

        (await ReadAllAsync()).Should().Equal(empty, full);
    }

    [Test]
    public async Task Entries_come_newest_first_in_pages_without_gap_or_duplicate([Values(1, 7, 100, 1000)] int limit)
    {
        var entries = await AppendAsync(250);

        var read = await ReadAllAsync(new(), limit);

        read.Should().Equal(Enumerable.Reverse(entries));
    }

    [Test]
    public async Task An_entry_that_is_there_changes_nothing()
    {
        var entry = New();
        await History.AppendAsync([entry, entry]);
        var (before, after) = (New(), New());

        await History.AppendAsync([before, entry with { QueryTag = "other" }, after]);

        (await ReadAllAsync()).Should().Equal(after, before, entry);
    }

    [Test]
    public async Task Nothing_appended_is_nothing()
    {
        await History.AppendAsync([]);

        var page = await History.ReadAsync(new(), 10);

        page.Entries.Should().BeEmpty();
        page.Next.Should().BeNull();
    }

    [Test]
    public async Task Each_filter_selects_its_entries()
    {
        var shape = Guid.CreateVersion7(Start);
        var odd = New() with
        {
            SessionId = "other's \"session\"",
            User = "bob",
            Status = StatementStatus.Failed,
            QueryTag = "nightly",
            Shape = shape,
            Kind = HistoryEntryKind.Released,
            At = Start.AddDays(1),
        };
        await AppendAsync(5);
        await History.AppendAsync([odd]);
        await AppendAsync(5);

        HistoryFilter[] filters =
        [
            new() { SessionId = odd.SessionId },
            new() { User = "bob" },
            new() { Status = StatementStatus.Failed },
            new() { QueryTag = "nightly" },
            new() { Shape = shape },
            new() { Handle = odd.Handle },
            new() { Kinds = [HistoryEntryKind.Released, HistoryEntryKind.Gap] },
            new() { From = Start.AddDays(1) },
            new() { From = Start.AddDays(1), Before = Start.AddDays(1).AddTicks(10), SessionId = odd.SessionId, User = "bob" },
        ];
        foreach (var filter in filters)
        {
            (await ReadAllAsync(filter)).Should().Equal([odd], "the filter is {0}", filter);
        }

        (await ReadAllAsync(new() { Before = Start.AddDays(1) })).Should().HaveCount(10).And.NotContain(odd);
        (await ReadAllAsync(new() { SessionId = odd.SessionId, QueryTag = "none" })).Should().BeEmpty();
        (await ReadAllAsync(new() { Kinds = [] })).Should().BeEmpty();
    }

    [Test]
    public async Task A_page_goes_on_where_it_ended_although_entries_are_appended()
    {
        var entries = await AppendAsync(20);
        var first = await History.ReadAsync(new(), 10);
        await AppendAsync(20);

        var rest = await ReadAllAsync(new() { After = first.Next }, 3);

        first.Entries.Concat(rest).Should().Equal(Enumerable.Reverse(entries));
    }

    [Test]
    public async Task A_page_goes_on_where_it_ended_although_others_are_erased()
    {
        var entries = await AppendAsync(20, "mine");
        await AppendAsync(20, "other");
        var first = await History.ReadAsync(new() { SessionId = "mine" }, 10);
        await History.EraseAsync(HistoryErasure.OfSession("other"));

        var rest = await ReadAllAsync(new() { SessionId = "mine", After = first.Next }, 3);

        first.Entries.Concat(rest).Should().Equal(Enumerable.Reverse(entries));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(10_001)]
    public async Task A_limit_out_of_range_is_refused(int limit) =>
        await History.Invoking(history => history.ReadAsync(new(), limit).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();

    [TestCase("")]
    [TestCase("x")]
    [TestCase("-1")]
    [TestCase("1;2")]
    public async Task A_position_that_is_none_is_refused(string after) =>
        await History.Invoking(history => history.ReadAsync(new() { After = after }, 1).AsTask()).Should().ThrowAsync<ArgumentException>();

    [Test]
    public async Task Erasing_a_session_leaves_the_others()
    {
        var first = await AppendAsync(3, "a");
        await AppendAsync(4, "b's");
        var last = await AppendAsync(3, "a");

        var erased = await History.EraseAsync(HistoryErasure.OfSession("b's"));

        erased.Should().Be(4);
        (await ReadAllAsync()).Should().Equal(Enumerable.Reverse([.. first, .. last]));
        (await ReadAllAsync(new() { SessionId = "b's" })).Should().BeEmpty();
        (await History.EraseAsync(HistoryErasure.OfSession("b's"))).Should().Be(0);
    }

    [Test]
    public async Task Erasing_a_user_or_a_statement_leaves_the_others()
    {
        var kept = New();
        var (ofUser, ofStatement) = (New() with { User = "eve" }, New());
        await History.AppendAsync([ofUser, kept, ofStatement]);

        (await History.EraseAsync(HistoryErasure.OfUser("eve"))).Should().Be(1);
        (await History.EraseAsync(HistoryErasure.OfStatement(ofStatement.Handle!.Value))).Should().Be(1);

        (await ReadAllAsync()).Should().Equal(kept);
    }

    [Test]
    public async Task What_was_erased_can_be_appended_again()
    {
        var entry = New();
        await History.AppendAsync([entry]);
        await History.EraseAsync(HistoryErasure.OfStatement(entry.Handle!.Value));

        await History.AppendAsync([entry]);

        (await ReadAllAsync()).Should().Equal(entry);
    }

    [Test]
    public async Task Entries_before_a_time_are_not_read_after_a_trim()
    {
        var old = await AppendAsync(10);
        var at = old[^1].At.AddTicks(10);
        var late = New() with { At = at.AddDays(-1) };
        var kept = New() with { At = at };
        await History.AppendAsync([late, kept]);

        await History.TrimAsync(at, long.MaxValue);

        (await ReadAllAsync()).Should().Equal(kept);
        (await ReadAllAsync(new() { SessionId = kept.SessionId })).Should().Equal(kept);
    }

    [Test]
    public async Task A_trim_of_nothing_removes_nothing()
    {
        var entries = await AppendAsync(10);

        var trim = await History.TrimAsync(Start.AddYears(-1), long.MaxValue);

        trim.Removed.Should().Be(0);
        trim.Bytes.Should().BePositive();
        (await ReadAllAsync()).Should().HaveCount(entries.Count);
    }

    [Test]
    public async Task Concurrent_appends_and_reads_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(session => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await History.AppendAsync([New($"session {session}"), New($"session {session}")]);
                (await History.ReadAsync(new() { SessionId = $"session {session}" }, 1)).Entries.Should().HaveCount(1);
            }
        })));

        var all = await ReadAllAsync(new(), 64);
        all.Should().HaveCount(400).And.OnlyHaveUniqueItems(entry => entry.Id);
        (await ReadAllAsync(new() { SessionId = "session 3" }, 7)).Should().HaveCount(50);
    }

    [Test]
    public async Task A_durable_history_has_its_entries_when_it_is_opened_again()
    {
        var entries = await AppendAsync(30);
        await History.EraseAsync(HistoryErasure.OfStatement(entries[3].Handle!.Value));
        await History.DisposeAsync();
        var wasDurable = History.IsDurable;

        History = await _factory.OpenAsync();

        (await ReadAllAsync()).Should().Equal(wasDurable ? entries.Where(entry => entry != entries[3]).Reverse() : []);
        await History.AppendAsync(entries);
        (await ReadAllAsync()).Should().HaveCount(30);
    }

    [Test]
    public async Task A_cancelled_token_throws_and_changes_nothing()
    {
        var entry = New();
        await History.AppendAsync([entry]);
        var cancelled = new CancellationToken(canceled: true);

        await History.Invoking(history => history.AppendAsync([New()], cancelled).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        await History.Invoking(history => history.EraseAsync(HistoryErasure.OfSession(entry.SessionId!), cancelled).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        await History.Invoking(history => history.ReadAsync(new(), 1, cancelled).AsTask()).Should().ThrowAsync<OperationCanceledException>();

        (await ReadAllAsync()).Should().Equal(entry);
    }

    [Test]
    public async Task After_its_disposal_each_call_throws()
    {
        await History.DisposeAsync();
        await History.DisposeAsync();

        await History.Invoking(history => history.AppendAsync([New()]).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await History.Invoking(history => history.ReadAsync(new(), 1).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await History.Invoking(history => history.TrimAsync(Start, 1).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    /// <summary>A new entry of an ended statement; each is a millisecond later than the one before.</summary>
    /// <param name="session">Its session.</param>
    /// <returns>The entry.</returns>
    protected HistoryEntry New(string session = "session 1")
    {
        var at = Start.AddMilliseconds(Interlocked.Increment(ref _count));
        return new()
        {
            Id = Guid.CreateVersion7(Start),
            Kind = HistoryEntryKind.Ended,
            At = at,
            SessionId = session,
            Handle = new(Guid.CreateVersion7(Start)),
            Status = StatementStatus.Succeeded,
            Sql = "select ? from t where a = ?",
            CreatedAt = at.AddMilliseconds(-5),
            CompletedAt = at,
        };
    }

    /// <summary>Appends new entries of a session, in one call.</summary>
    /// <param name="count">How many.</param>
    /// <param name="session">The session.</param>
    /// <returns>The entries.</returns>
    protected async Task<IReadOnlyList<HistoryEntry>> AppendAsync(int count, string session = "session 1")
    {
        var entries = Enumerable.Range(0, count).Select(_ => New(session)).ToList();
        await History.AppendAsync(entries);
        return entries;
    }

    /// <summary>Reads all pages.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="limit">The size of a page.</param>
    /// <returns>The entries.</returns>
    protected async Task<IReadOnlyList<HistoryEntry>> ReadAllAsync(HistoryFilter? filter = null, int limit = 10_000)
    {
        var (all, next) = (new List<HistoryEntry>(), filter ?? new());
        while (true)
        {
            var page = await History.ReadAsync(next, limit);
            page.Entries.Count.Should().BeLessThanOrEqualTo(limit);
            all.AddRange(page.Entries);
            if (page.Next is null)
            {
                return all;
            }

            next = next with { After = page.Next };
        }
    }
}
