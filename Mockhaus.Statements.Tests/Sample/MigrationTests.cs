using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.SqlApi;
using Mockhaus.Statements.Tests.Support;
using Mockhaus.Statements.Tests.Transfer;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.Tests.Sample;

/// <summary>The sample server as the command that copies statements from one place to another.</summary>
public sealed class MigrationTests
{
    private TemporaryFolder _folder = null!;

    private string From => _folder.File("old.db.statements.db");

    private string To => _folder.File("new.db.statements.db");

    [SetUp]
    public void Create() => _folder = new();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public async Task What_one_server_has_answered_another_one_answers_after_the_migration()
    {
        SqlApiAnswer large;
        SqlApiAnswer failed;
        await using (var first = await SampleProcess.StartAsync("--database", _folder.File("old.db"), "--Mockhaus:Statements:Results:InlineResultBytes=0"))
        {
            using var client = first.Client();
            large = await client.SubmitAsync("select i, 'row ' || i as text from range(25000) t(i)", "?requestId=one");
            failed = await client.SubmitAsync("select * from nothing");
            (await first.TerminateAsync()).Should().Be(0);
        }

        var (code, output, errors) = await MigrateAsync(From, To);
        (code, errors).Should().Be((0, ""));
        output.Should().Contain("2 statements copied").And.Contain("0 were there already").And.NotContain("Ctrl+C");
        (await MigrateAsync(From, To)).Output.Should().Contain("0 statements copied").And.Contain("2 were there already");

        await using var second = await SampleProcess.StartAsync("--database", _folder.File("new.db"));
        using var again = second.Client();
        var found = await again.GetAsync(large.Handle);
        found.Rows.Should().BeEquivalentTo(large.Rows);
        found.PartitionRows.Should().Equal(large.PartitionRows).And.HaveCountGreaterThan(2);
        (await again.GetAsync(large.Handle, "?partition=2")).Rows.Should().HaveCount(found.PartitionRows[2]);
        (await again.SubmitAsync("select i, 'row ' || i as text from range(25000) t(i)", "?requestId=one&retry=true")).Handle.Should().Be(large.Handle);
        (await again.GetAsync(failed.Handle)).Code.Should().Be(failed.Code);
    }

    [Test]
    public async Task What_a_file_has_goes_to_redis_and_back()
    {
        await using var redis = await RedisServer.StartAsync();
        SqlApiAnswer answer;
        await using (var first = await SampleProcess.StartAsync("--database", _folder.File("old.db"), "--Mockhaus:Statements:Results:InlineResultBytes=0"))
        {
            using var client = first.Client();
            answer = await client.SubmitAsync("select i, 'row ' || i as text from range(25000) t(i)", "?requestId=one");
            (await first.TerminateAsync()).Should().Be(0);
        }

        (await MigrateAsync(From, redis.Configuration)).Output.Should().Contain("1 statements copied");
        (await MigrateAsync($"redis://{redis.Configuration}", To)).Output.Should().Contain("1 statements copied");

        await using var onRedis = await SampleProcess.StartAsync("--redis", redis.Configuration);
        await using var onFile = await SampleProcess.StartAsync("--database", _folder.File("new.db"));
        foreach (var server in new[] { onRedis, onFile })
        {
            using var client = server.Client();
            (await client.GetAsync(answer.Handle)).PartitionRows.Should().Equal(answer.PartitionRows).And.HaveCountGreaterThan(2);
            (await client.GetAsync(answer.Handle, "?partition=2")).Rows.Should().HaveCount(answer.PartitionRows[2]);
        }
    }

    [Test]
    public async Task A_redis_that_is_not_there_is_said()
    {
        var (code, _, errors) = await MigrateAsync($"127.0.0.1:{RedisServer.FreePort()}", To);

        code.Should().Be(1);
        errors.Should().Contain("Cannot migrate").And.Contain("Redis").And.Contain("connect");
        File.Exists(To).Should().BeFalse();
    }

    [Test]
    public async Task A_migration_that_was_killed_goes_on_when_it_is_started_again()
    {
        const int count = 300;
        await using (var memory = await Place.CreateAsync(PlaceKind.Memory, new FakeTimeProvider(TimeProvider.System.GetUtcNow())))
        await using (var store = new DuckDbStatementStore(new() { Path = From }))
        {
            var kinds = new StoredKinds(memory.Store, new(TimeProvider.System.GetUtcNow()));
            for (var i = 0; i < count; i++)
            {
                await kinds.SucceedAsync(await kinds.StartAsync(), StoredKinds.Packed(0, 20));
            }

            (await new StatementTransfer(memory.Store, store).CopyAsync()).Copied.Should().Be(count);
        }

        // One that was too fast is done again.
        var copied = count;
        for (var attempt = 0; copied == count && attempt < 5; attempt++)
        {
            File.Delete(To);
            File.Delete($"{To}.wal");
            await KillMigrationAsync();
            await using var half = new DuckDbStatementStore(new() { Path = To });
            copied = await half.ListAsync(new(), default).CountAsync(statement => statement.IsFinished);
        }

        copied.Should().BeInRange(1, count - 1, "it was killed in the middle");
        (await MigrateAsync(From, To)).Code.Should().Be(0);

        await using var from = new DuckDbStatementStore(new() { Path = From });
        await using var to = new DuckDbStatementStore(new() { Path = To });
        (await new StatementTransfer(from, to).CopyAsync()).Should().BeEquivalentTo(new { AlreadyThere = count, Bytes = 0L, IsComplete = true });
    }

    [Test]
    public async Task What_cannot_be_copied_is_said_and_counts_as_a_failure()
    {
        Statement conflict;
        await using (var from = new DuckDbStatementStore(new() { Path = From }))
        await using (var to = new DuckDbStatementStore(new() { Path = To }))
        {
            await from.AddAsync(Samples.Submitted(TimeProvider.System, "session", null), int.MaxValue, default);
            conflict = Samples.Started(Samples.Submitted(TimeProvider.System, "session", null), TimeProvider.System.GetUtcNow());
            foreach (var store in new[] { from, to })
            {
                await store.AddAsync(conflict, int.MaxValue, default);
                await store.ReplaceAsync(Samples.Failed(conflict, TimeProvider.System.GetUtcNow()), conflict.Version, default);
            }
        }

        var (code, output, errors) = await MigrateAsync(From, To);

        code.Should().Be(1);
        output.Should().Contain("0 statements copied");
        errors.Should().Contain("1 are not finished").And.Contain($"Not copied: The target has another statement {conflict.Handle}").And.NotContain("   at ");
    }

    [Test]
    public async Task A_source_that_is_not_there_is_an_error_and_leaves_no_file()
    {
        var (code, _, errors) = await MigrateAsync(From, To);

        code.Should().Be(1);
        errors.Should().StartWith("Cannot migrate: ").And.Contain(From).And.NotContain("   at ");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Test]
    public async Task One_place_alone_is_explained()
    {
        await using var process = SampleProcess.Launch("--migrate-from", From);

        (await process.WaitForExitAsync()).Should().Be(2);
        (await process.OutputAsync()).Should().Contain("--migrate-to");
    }

    [Test]
    public async Task A_file_cannot_be_migrated_to_itself()
    {
        await using (var store = new DuckDbStatementStore(new() { Path = From }))
        {
            await store.AddAsync(Samples.Submitted(TimeProvider.System, "session", null), int.MaxValue, default);
        }

        var (code, _, errors) = await MigrateAsync(From, From);

        code.Should().Be(1);
        errors.Should().StartWith("Cannot migrate: ").And.NotContain("   at ");
    }

    /// <summary>Kills it as soon as the target has some statements.</summary>
    private async Task KillMigrationAsync()
    {
        const int someBytes = 50_000;
        var limit = TimeProvider.System.GetTimestamp();
        var log = new FileInfo($"{To}.wal");
        await using var process = SampleProcess.Launch("--migrate-from", From, "--migrate-to", To);
        while (!log.Exists || log.Length < someBytes)
        {
            TimeProvider.System.GetElapsedTime(limit).Should().BeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            log.Refresh();
        }

        await process.KillAsync();
    }

    private static async Task<(int Code, string Output, string Errors)> MigrateAsync(string from, string to)
    {
        await using var process = SampleProcess.Launch("--migrate-from", from, $"--migrate-to={to}");
        var output = process.OutputAsync();
        return (await process.WaitForExitAsync(), await output, await process.ErrorsAsync());
    }
}
