using System.Collections.Concurrent;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.PerSession;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

public sealed class OpenFilesTests : SessionStoreFixture
{
    private const int MaxOpenFiles = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Twenty_sessions_take_turns_over_three_files()
    {
        var statements = new List<Statement>();
        for (var i = 0; i < 20; i++)
        {
            await OpenAsync($"s{i}");
            statements.Add(await AddSucceededAsync($"s{i}", $"rows {i}"));
            Store.OpenFileCount.Should().BeLessThanOrEqualTo(MaxOpenFiles);
        }

        for (var i = 0; i < 20; i++)
        {
            (await ReadAsync(statements[i])).Should().Be($"rows {i}");
        }

        (await ListAsync()).Should().BeEquivalentTo(statements.Select(statement => statement.Handle));
        Clock.Advance(statements[0].TimeToLive);
        (await Store.PurgeExpiredAsync(Clock.GetUtcNow(), TimeSpan.FromHours(1), default)).Should().Be(new PurgeResult(20, 0));
        Store.OpenFileCount.Should().BeLessThanOrEqualTo(MaxOpenFiles);
    }

    [Test]
    public async Task Sessions_from_many_threads_all_get_their_turn()
    {
        var statements = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            await OpenAsync($"s{i % 10}");
            return await AddSucceededAsync($"s{i % 10}", $"rows {i}");
        }))).WaitAsync(Patience);

        var rows = await Task.WhenAll(statements.Select(statement => Task.Run(() => ReadAsync(statement)))).WaitAsync(Patience);

        rows.Should().Equal(Enumerable.Range(0, 20).Select(i => $"rows {i}"));
        Store.OpenFileCount.Should().BeLessThanOrEqualTo(MaxOpenFiles);
    }

    [Test]
    public async Task A_list_that_is_read_slowly_keeps_no_file_open()
    {
        await RestartAsync(maxOpenFiles: 1);
        foreach (var session in new[] { "a", "b" })
        {
            await OpenAsync(session);
            await AddAsync(session);
            await AddAsync(session);
        }

        var seen = new List<StatementHandle>();
        await foreach (var statement in Store.ListAsync(new(), default))
        {
            // Needs the other file as well, while the list is in the middle of one.
            (await ListAsync("a")).Concat(await ListAsync("b")).Should().Contain(statement.Handle);
            seen.Add(statement.Handle);
        }

        seen.Should().HaveCount(4).And.OnlyHaveUniqueItems();
    }

    [Test]
    public async Task The_file_of_a_session_with_live_statements_stays_open_longest()
    {
        await OpenAsync("live");
        await AddAsync("live");
        for (var i = 0; i < 5; i++)
        {
            await OpenAsync($"s{i}");
            await AddSucceededAsync($"s{i}");
        }

        // A file that is open has its log beside it, or cannot be opened by a second store.
        var open = FluentActions.Invoking(() => new DuckDbStatementStore(new() { Path = Path.Combine(Folder, SessionFileName.From("live")) }));
        open.Should().Throw<StatementStoreException>();
        await using var idle = new DuckDbStatementStore(new() { Path = Path.Combine(Folder, SessionFileName.From("s0")) });
    }

    [Test]
    public async Task No_file_is_shut_while_a_call_is_inside()
    {
        var stores = new Dictionary<string, HeldFile>();
        var files = new OpenFiles(1, path => stores[path] = new HeldFile());
        var (first, second) = (new SessionFile("1", "1"), new SessionFile("2", "2"));
        await files.BeginAsync(first, default);

        var entering = files.BeginAsync(second, default).AsTask();
        await Task.Yield();
        entering.IsCompleted.Should().BeFalse();
        stores["1"].IsShut.Should().BeFalse();
        files.End(first);

        (await entering.WaitAsync(Patience)).Should().BeSameAs(stores["2"]);
        stores["1"].IsShut.Should().BeTrue();
        files.Count.Should().Be(1);
    }

    [Test]
    public async Task Whoever_gives_up_waiting_for_a_file_is_in_nobodys_way()
    {
        var files = new OpenFiles(1, _ => new HeldFile());
        var (first, second) = (new SessionFile("1", "1"), new SessionFile("2", "2"));
        await files.BeginAsync(first, default);
        using var patience = new CancellationTokenSource();
        var entering = files.BeginAsync(second, patience.Token).AsTask();

        await patience.CancelAsync();

        await FluentActions.Awaiting(() => entering).Should().ThrowAsync<OperationCanceledException>();
        files.End(first);
        await files.RetireAsync(second).AsTask().WaitAsync(Patience);
        await files.BeginAsync(first, default).AsTask().WaitAsync(Patience);
    }

    [Test]
    public async Task A_file_whose_caller_gave_up_while_it_was_opened_makes_room_for_the_next()
    {
        using var opening = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var files = new OpenFiles(1, path =>
        {
            if (path == "1")
            {
                opening.Release();
                goOn.Wait(Patience);
            }

            return new HeldFile();
        });
        var (first, second) = (new SessionFile("1", "1"), new SessionFile("2", "2"));
        using var patience = new CancellationTokenSource();
        var given = files.BeginAsync(first, patience.Token).AsTask();
        (await opening.WaitAsync(Patience)).Should().BeTrue();
        var entering = files.BeginAsync(second, default).AsTask();
        await patience.CancelAsync();
        await FluentActions.Awaiting(() => given).Should().ThrowAsync<OperationCanceledException>();

        // Nothing tells when the second waits for the place; if it came later, it would find the first open and idle.
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        goOn.Release();

        await entering.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task A_file_that_cannot_be_opened_fails_its_own_session_only()
    {
        await OpenAsync("good");
        var statement = await AddSucceededAsync("good");
        await File.WriteAllTextAsync(Path.Combine(Folder, SessionFileName.From("bad")), new string('x', 100_000));

        await FluentActions.Awaiting(async () => await OpenAsync("bad")).Should().ThrowAsync<StatementStoreException>().WithMessage("*no DuckDB database*");

        (await FindAsync(statement)).Should().NotBeNull();
        (await ListAsync()).Should().Equal(statement.Handle);
        for (var i = 0; i < MaxOpenFiles; i++)
        {
            await OpenAsync($"s{i}");
        }
    }

    [Test]
    public async Task Of_many_who_open_and_close_and_use_a_session_nobody_hangs_and_nothing_acknowledged_is_lost()
    {
        var added = new ConcurrentBag<StatementHandle>();
        await Race.RunAsync([.. Enumerable.Range(0, 6).Select(i => (Func<Task>)(async () =>
        {
            for (var round = 0; round < 10; round++)
            {
                var session = $"s{(i + round) % 2}";
                if (i == 0)
                {
                    await TryCloseAsync(session);
                }
                else
                {
                    await TryOpenAsync(session);
                    var statement = await AddSucceededAsync(session);
                    added.Add(statement.Handle);
                    await FindAsync(statement);
                }
            }
        }))]);

        var found = new List<StatementHandle>();
        foreach (var session in new[] { "s0", "s1" })
        {
            await Store.CloseAsync(session, removeFile: false, default);
            foreach (var handle in await ListAsync(session))
            {
                found.Add(handle);
                (await Store.RemoveAsync(handle, default)).Should().BeTrue();
            }

            await OpenAsync(session);
            found.AddRange(await ListAsync(session));
        }

        found.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(added);
    }

    /// <summary>A session in which somebody's statement is live is refused.</summary>
    private async Task TryCloseAsync(string session)
    {
        try
        {
            await Store.CloseAsync(session, removeFile: false, default);
        }
        catch (SessionStorageException exception)
        {
            exception.Message.Should().Contain("live");
        }
    }

    /// <summary>A session that was closed just before somebody added to it has statements in memory, and is refused.</summary>
    private async Task TryOpenAsync(string session)
    {
        try
        {
            await OpenAsync(session);
        }
        catch (SessionStorageException)
        {
            (await ListAsync(session)).Should().NotBeEmpty();
        }
    }
}
