using System.Text.RegularExpressions;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.PerSession;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

public sealed class PersistentSessionTests : SessionStoreFixture
{
    private static readonly string[] HostileIds =
    [
        "../../evil", "..", ".", "/etc/passwd", @"C:\x\y", "a/b", "a\0b", "CON", "NUL.db", " ", "\t", "\n", "'; drop table x; --",
        "Case", "case", "CASE", "\u00e9", "e\u0301", "\ufffd", "%2e%2e", "~", "*", new string('x', 100_000), new string('x', 100_001),
    ];

    [Test]
    public async Task What_a_persistent_session_has_stored_is_found_when_it_is_opened_again()
    {
        await OpenAsync("mine");
        var statement = await AddSucceededAsync("mine", "the rows");
        await RestartAsync();
        (await FindAsync(statement)).Should().BeNull("nobody has opened the session yet");

        await OpenAsync("mine");

        (await FindAsync(statement)).Should().BeEquivalentTo(statement);
        (await ReadAsync(statement)).Should().Be("the rows");
        (await ListAsync("mine")).Should().Equal(statement.Handle);
        (await ListAsync()).Should().Equal(statement.Handle);
    }

    [Test]
    public async Task Other_sessions_are_in_memory_and_leave_no_file()
    {
        await OpenAsync("mine");
        var persistent = await AddAsync("mine");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var passing = await AddSucceededAsync("other");

        (await ListAsync()).Should().Equal(passing.Handle, persistent.Handle);
        Files.Should().OnlyContain(file => file.Contains(".db", StringComparison.Ordinal));
        Files.Select(file => file[..64]).Distinct().Should().ContainSingle();
        await RestartAsync();
        await OpenAsync("mine");
        await OpenAsync("other");
        (await ListAsync()).Should().Equal(persistent.Handle);
    }

    [Test]
    public async Task The_file_moves_with_the_session()
    {
        await OpenAsync("mine");
        var statement = await AddSucceededAsync("mine");
        await Store.CloseAsync("mine", removeFile: false, default);
        using var other = new TemporaryFolder();
        var name = Files.Should().ContainSingle("a closed file has no log beside it").Which;
        File.Move(Path.Combine(Folder, name), other.File(name));

        await using var second = new PerSessionStatementStore(new() { Folder = other.Path }, null, Clock);
        await second.OpenAsync("mine", default);

        (await second.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task A_closed_session_is_not_found_and_its_next_statement_is_in_memory([Values] bool removeFile)
    {
        await OpenAsync("mine");
        var statement = await AddSucceededAsync("mine");

        await Store.CloseAsync("mine", removeFile, default);

        (await FindAsync(statement)).Should().BeNull();
        (await ReadAsync(statement)).Should().BeNull();
        (await ListAsync()).Should().BeEmpty();
        Files.Should().HaveCount(removeFile ? 0 : 1);
        await AddAsync("mine");
        await FluentActions.Awaiting(async () => await OpenAsync("mine")).Should().ThrowAsync<SessionStorageException>();
    }

    [Test]
    public async Task A_removed_file_is_gone_for_good()
    {
        await OpenAsync("mine");
        await AddSucceededAsync("mine");
        await RestartAsync();

        await Store.CloseAsync("mine", removeFile: true, default);

        Files.Should().BeEmpty("also when the session was not open");
        await OpenAsync("mine");
        (await ListAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task A_session_with_statements_in_memory_is_refused_and_stays_as_it_is()
    {
        var statement = await AddAsync("mine");

        (await FluentActions.Awaiting(async () => await OpenAsync("mine")).Should().ThrowAsync<SessionStorageException>().WithMessage("*in memory*"))
            .Which.SessionId.Should().Be("mine");

        (await FindAsync(statement)).Should().NotBeNull();
        (await AddAsync("mine")).Should().NotBeNull();
        Files.Should().BeEmpty();
    }

    [Test]
    public async Task Without_a_folder_no_session_is_persistent()
    {
        await using var store = new PerSessionStatementStore();

        await FluentActions.Awaiting(async () => await store.OpenAsync("mine", default)).Should().ThrowAsync<SessionStorageException>().WithMessage("*Folder*");

        await store.CloseAsync("mine", removeFile: true, default);
        (await store.AddAsync(Samples.Submitted(Clock, "mine", null), NoLimit, default)).Written.Should().BeTrue();
    }

    [TestCase("")]
    [TestCase(" ")]
    public async Task A_folder_without_a_name_is_none(string folder)
    {
        await using var store = new PerSessionStatementStore(new() { Folder = folder });

        await FluentActions.Awaiting(async () => await store.OpenAsync("mine")).Should().ThrowAsync<SessionStorageException>().WithMessage("*Set Session:Folder*");
    }

    [Test]
    public async Task A_folder_belongs_to_one_store_until_that_is_closed()
    {
        await OpenAsync("mine");
        var statement = await AddSucceededAsync("mine");
        await using var second = NewStore();

        await FluentActions.Awaiting(async () => await second.OpenAsync("other")).Should().ThrowAsync<StatementStoreException>()
            .WithMessage($"*'{Folder}'*belongs to one store of one process*set Session:Folder to another*");
        await FluentActions.Awaiting(async () => await second.CloseAsync("mine", removeFile: true)).Should().ThrowAsync<StatementStoreException>();
        (await second.AddAsync(Samples.Submitted(Clock, "passing", null), NoLimit, default)).Written.Should().BeTrue("that is in memory");

        (await FindAsync(statement)).Should().NotBeNull();
        await Store.DisposeAsync();
        await second.OpenAsync("mine");
        (await second.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
    }

    [Test]
    public async Task A_handle_is_taken_for_all_sessions_wherever_they_are()
    {
        await OpenAsync("file 1");
        await OpenAsync("file 2");
        foreach (var (holder, other) in new[] { ("file 1", "file 2"), ("file 1", "memory"), ("memory", "file 1") })
        {
            var statement = await AddAsync(holder);

            var write = await Store.AddAsync(statement with { SessionId = other }, NoLimit, default);

            write.Should().BeEquivalentTo(new StatementWrite(StatementWriteStatus.HandleTaken, statement), $"{other} comes after {holder}");
            (await ListAsync(other)).Should().NotContain(statement.Handle);
        }
    }

    [Test]
    public async Task Hostile_ids_stay_in_the_folder_and_have_a_file_each()
    {
        var statements = new List<Statement>();
        foreach (var id in HostileIds)
        {
            await OpenAsync(id);
            statements.Add(await AddAsync(id));
        }

        await RestartAsync();
        foreach (var (id, statement) in HostileIds.Zip(statements))
        {
            await OpenAsync(id);
            (await ListAsync(id)).Should().Equal(statement.Handle);
        }

        Directory.EnumerateDirectories(Folder).Should().BeEmpty();
        HostileIds.Select(SessionFileName.From).Distinct(StringComparer.OrdinalIgnoreCase).Should().HaveCount(HostileIds.Length);
        HostileIds.Select(SessionFileName.From).Should().OnlyContain(name => Regex.IsMatch(name, "^[0-9a-f]{64}[.]db$"));
    }

    [TestCase(0xd800)]
    [TestCase(0xdc00)]
    public async Task An_id_that_is_no_text_is_refused_because_it_would_come_back_as_another(int half)
    {
        // Made here: the names of test cases are UTF-8, which is the very thing that has no halves.
        var id = $"a{(char)half}b";

        await FluentActions.Awaiting(async () => await OpenAsync(id)).Should().ThrowAsync<SessionStorageException>().WithMessage("*surrogate*");

        Files.Should().BeEmpty();
        SessionFileName.From(id).Should().NotBe(SessionFileName.From("a\ufffdb"));
    }

    [Test]
    public async Task A_file_of_another_session_is_refused()
    {
        await OpenAsync("mine");
        await AddSucceededAsync("mine");
        await Store.CloseAsync("mine", removeFile: false, default);
        File.Move(Path.Combine(Folder, SessionFileName.From("mine")), Path.Combine(Folder, SessionFileName.From("yours")));

        await FluentActions.Awaiting(async () => await OpenAsync("yours")).Should().ThrowAsync<SessionStorageException>().WithMessage("*another session*");

        (await ListAsync()).Should().BeEmpty();
        await AddAsync("yours");
    }

    [Test]
    public async Task What_a_manager_has_left_live_is_owner_lost_when_its_session_is_opened_again()
    {
        await OpenAsync("mine");
        var running = Samples.Started(await AddAsync("mine"), Clock.GetUtcNow());
        await Store.ReplaceAsync(running, running.Version - 1, default);
        await RestartAsync();
        await using var manager = new StatementManager(Store, new ControlledExecutor(), timeProvider: Clock);
        await OpenAsync("mine");

        var found = await manager.GetAsync("mine", running.Handle, default);

        found.Status.Should().Be(StatementStatus.Failed);
        found.Error!.Code.Should().Be(StatementErrorCodes.OwnerLost);
    }
}
