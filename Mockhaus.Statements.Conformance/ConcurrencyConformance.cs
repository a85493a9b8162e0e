using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

public abstract class ConcurrencyConformance<TFactory> : StoreConformance<TFactory>
    where TFactory : StoreFactory, new()
{
    private const int Racers = 8;
    private static readonly TimeSpan OverlapTime = TimeSpan.FromMilliseconds(300);

    private int Rounds => 200 / Factory.Slowness;

    [Test]
    public async Task Of_many_that_add_the_same_request_id_one_wins_and_the_others_are_told_who()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var requestId = $"r{round}";
            var writes = await Race.RunAsync(Racers, async _ => await Store.AddAsync(New(requestId: requestId), NoLimit, default));

            var winner = writes.Should().ContainSingle(write => write.Written).Which.Current!.Handle;
            writes.Should().OnlyContain(write => write.Current!.Handle == winner);
            writes.Should().OnlyContain(write => write.Written || write.Status == StatementWriteStatus.RequestIdTaken);
            (await Store.FindByRequestIdAsync(Session, requestId, default))!.Handle.Should().Be(winner);
        }

        (await ListAsync()).Should().HaveCount(Rounds, "a loser leaves nothing behind");
    }

    [Test]
    public async Task Of_many_that_add_the_same_handle_one_wins()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var handle = StatementHandle.New(Clock);
            var writes = await Race.RunAsync(
                Racers, async number => await Store.AddAsync(New($"s{number}") with { Handle = handle }, NoLimit, default));

            var winner = writes.Should().ContainSingle(write => write.Written).Which.Current!.SessionId;
            writes.Should().OnlyContain(write => write.Current!.SessionId == winner);
            writes.Should().OnlyContain(write => write.Written || write.Status == StatementWriteStatus.HandleTaken);
        }
    }

    [Test]
    public async Task Of_many_that_replace_the_same_version_one_wins()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var running = await AddRunningAsync();
            var writes = await Race.RunAsync(Racers, async number => await Store.ReplaceAsync(
                Samples.Failed(running, Now) with { Error = new("900001", "58000", $"{number}") }, running.Version, default));

            var winner = writes.Should().ContainSingle(write => write.Written).Which.Current!.Error!.Message;
            writes.Should().OnlyContain(write => write.Current!.Error!.Message == winner);
            writes.Should().OnlyContain(write => write.Written || write.Status == StatementWriteStatus.VersionMismatch);
            (await FindAsync(running))!.Error!.Message.Should().Be(winner);
        }
    }

    [Test]
    public async Task A_request_id_whose_holder_has_expired_goes_to_one_of_many()
    {
        for (var round = 0; round < Math.Max(1, Rounds / 4); round++)
        {
            var holder = await AddSucceededAsync(requestId: "r");
            Clock.Advance(holder.TimeToLive);
            var writes = await Race.RunAsync(Racers, async _ => await Store.AddAsync(New(requestId: "r"), NoLimit, default));

            var winner = writes.Should().ContainSingle(write => write.Written).Which.Current!;
            await Store.RemoveAsync(winner.Handle, default);
        }
    }

    [Test]
    public async Task A_second_add_of_a_finished_handle_never_hides_the_first_statement()
    {
        var first = await AddSucceededAsync();
        var intruder = New(OtherSession) with { Handle = first.Handle };
        var hidden = 0;

        await Race.RunAsync(
            () => RepeatAsync(async () => await Store.AddAsync(intruder, NoLimit, default)),
            () => RepeatAsync(async () => hidden += (await FindAsync(first))?.SessionId == Session ? 0 : 1));

        hidden.Should().Be(0);
    }

    [Test]
    public async Task A_refused_statement_is_never_seen()
    {
        await AddNewAsync(requestId: "r");
        var refused = New(requestId: "r");
        var seen = 0;

        await Race.RunAsync(
            () => RepeatAsync(async () => await Store.AddAsync(refused, NoLimit, default)),
            () => RepeatAsync(async () => seen += await FindAsync(refused) is null ? 0 : 1));

        seen.Should().Be(0);
    }

    [Test]
    public async Task A_statement_that_moves_is_found_all_the_time()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var running = await AddRunningAsync();
            var lost = 0;

            await Race.RunAsync(
                async () => await MoveAsync(Samples.Failed(running, Now)),
                async () =>
                {
                    var found = await FindAsync(running);
                    while (found is not { IsFinished: true })
                    {
                        lost += found is null ? 1 : 0;
                        found = await FindAsync(running);
                    }
                });

            lost.Should().Be(0);
        }
    }

    [Test]
    public async Task A_statement_that_is_removed_while_it_ends_stays_removed()
    {
        for (var round = 0; round < 5 * Rounds; round++)
        {
            var running = await AddRunningAsync();

            await Race.RunAsync(
                async () => await Store.ReplaceAsync(Samples.Failed(running, Now), running.Version, default),
                async () => await Store.RemoveAsync(running.Handle, default));

            (await FindAsync(running)).Should().BeNull();
            (await Store.AddAsync(running, NoLimit, default)).Written.Should().BeTrue("the handle is free");
        }
    }

    [Test]
    public async Task Of_many_that_add_to_a_session_never_more_are_taken_than_it_may_have()
    {
        for (var round = 0; round < Math.Max(1, Rounds / 4); round++)
        {
            var session = $"s{round}";
            var writes = await Race.RunAsync(Racers, async _ => await Store.AddAsync(New(session), 3, default));

            writes.Count(write => write.Written).Should().Be(3);
            writes.Where(write => !write.Written).Should().OnlyContain(write => write.Current == null);
            writes.Should().OnlyContain(write => write.Written || write.Status == StatementWriteStatus.SessionFull);
            (await ListAsync(new() { SessionId = session })).Should().HaveCount(3);
        }
    }

    [Test]
    public async Task Of_many_that_add_to_a_session_where_one_has_expired_one_is_taken()
    {
        for (var round = 0; round < Math.Max(1, Rounds / 4); round++)
        {
            var session = $"s{round}";
            var expired = await AddSucceededAsync(session);
            Clock.Advance(expired.TimeToLive);
            await AddNewAsync(session);

            var writes = await Race.RunAsync(Racers, async _ => await Store.AddAsync(New(session), 2, default));

            writes.Should().ContainSingle(write => write.Written);
        }
    }

    [Test]
    public async Task Pages_that_are_read_while_statements_come_and_go_miss_none_and_show_none_twice()
    {
        var stay = new List<StatementHandle>();
        var go = new List<StatementHandle>();
        for (var i = 0; i < 60; i++)
        {
            (i % 3 == 0 ? go : stay).Add((await AddNewAsync()).Handle);
            Clock.Advance(TimeSpan.FromSeconds(i % 2));
        }

        var seen = new List<StatementHandle>();
        await Race.RunAsync(
            async () =>
            {
                foreach (var handle in go)
                {
                    await Store.RemoveAsync(handle, default);
                    await AddNewAsync();
                }
            },
            async () =>
            {
                List<Statement> page;
                StatementCursor? after = null;
                do
                {
                    page = (await ListAsync(new() { SessionId = Session, After = after })).Take(7).ToList();
                    seen.AddRange(page.Select(statement => statement.Handle));
                    after = page.Count == 0 ? after : StatementCursor.After(page[^1]);
                }
                while (page.Count > 0);
            });

        seen.Should().OnlyHaveUniqueItems();
        seen.Should().Contain(stay);
    }

    /// <summary>Long enough for both sides of a race to overlap, whatever the store costs.</summary>
    private static async Task RepeatAsync(Func<Task> run)
    {
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < OverlapTime;)
        {
            await run();
        }
    }

    [Test]
    public async Task Of_many_that_take_a_request_id_over_at_once_the_last_one_created_holds_it()
    {
        for (var round = 0; round < Math.Max(1, Rounds / 4); round++)
        {
            var session = $"newest{round}";
            await AddNewAsync(session, "r");
            var newest = Enumerable.Range(1, Racers).Select(at => New(session, "r") with
            {
                CreatedAt = Now + TimeSpan.FromMicroseconds(at),
                RequestIdUse = RequestIdUse.Newest,
            }).ToArray();

            var writes = await Race.RunAsync(Racers, async at => await Store.AddAsync(newest[at], NoLimit, default));

            writes[^1].Written.Should().BeTrue("none of the others was created later");
            (await Store.FindByRequestIdAsync(session, "r", default))!.Handle.Should().Be(newest[^1].Handle);
            foreach (var (statement, write) in newest.Zip(writes))
            {
                (await FindAsync(statement) is not null).Should().Be(write.Written);
            }
        }
    }
}
