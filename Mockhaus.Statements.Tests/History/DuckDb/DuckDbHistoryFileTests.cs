using System.Text;
using DuckDB.NET.Data;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.History.DuckDb;

public sealed class DuckDbHistoryFileTests
{
    private const string Mark = "zq-a-mark-of-the-erased-session-zq";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TemporaryFolder _folder = null!;

    private string FileName => _folder.File("history.db");

    [SetUp]
    public void Create() => _folder = new();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task What_was_erased_is_in_no_file()
    {
        await using (var history = await DuckDbStatementHistory.OpenAsync(FileName))
        {
            await history.AppendAsync([.. Enumerable.Range(0, 500).Select(i => New(i, i % 2 == 0 ? Mark : "kept"))]);
            (await BytesAsync()).Should().Contain(Mark, "the search finds what is there");

            (await history.EraseAsync(HistoryErasure.OfSession(Mark))).Should().Be(250);

            (await history.ReadAsync(new(), 1000)).Entries.Should().HaveCount(250);
            (await BytesAsync()).Should().NotContain(Mark);
        }

        (await BytesAsync()).Should().NotContain(Mark).And.Contain("kept");
    }

    [Test]
    public async Task What_was_trimmed_is_in_no_file()
    {
        await using var history = await DuckDbStatementHistory.OpenAsync(FileName);
        await history.AppendAsync([New(0, Mark)]);
        await history.AppendAsync([New(0, "kept") with { At = Start.AddDays(2) }]);

        var trim = await history.TrimAsync(Start.AddDays(1), long.MaxValue);

        trim.Removed.Should().Be(1);
        (await BytesAsync()).Should().NotContain(Mark);
        (await history.ReadAsync(new(), 10)).Entries.Should().ContainSingle().Which.SessionId.Should().Be("kept");
    }

    [Test]
    public async Task An_erasure_that_a_kill_has_broken_off_is_finished_at_the_next_opening([Values] bool hasCopy)
    {
        await using (var history = await DuckDbStatementHistory.OpenAsync(FileName))
        {
            await history.AppendAsync([New(0, Mark), New(1, "kept")]);
        }

        // As after a kill: what is to be erased is noted, and the copy may be begun.
        await using (var connection = new DuckDBConnection($"Data Source={FileName}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"insert into pending_erasures values ('{Mark}', null, null)";
            await command.ExecuteNonQueryAsync();
        }

        if (hasCopy)
        {
            await File.WriteAllTextAsync($"{FileName}.copy", "half a copy");
        }

        await using (var again = await DuckDbStatementHistory.OpenAsync(FileName))
        {
            (await again.ReadAsync(new(), 10)).Entries.Should().ContainSingle().Which.SessionId.Should().Be("kept");
        }

        (await BytesAsync()).Should().NotContain(Mark);
        Directory.GetFiles(_folder.Path).Should().Equal(FileName);
    }

    [Test]
    public async Task By_bytes_the_oldest_tables_go_and_the_file_does_not_grow()
    {
        await using var history = await DuckDbStatementHistory.OpenAsync(FileName);
        for (var day = 0; day < 12; day++)
        {
            await history.AppendAsync([.. Enumerable.Range(0, 2_000).Select(i => New(i, $"session {i}") with { At = Start.AddDays(day) })]);
            await history.TrimAsync(DateTimeOffset.MinValue, 1_000_000);
        }

        new FileInfo(FileName).Length.Should().BeLessThan(4_000_000);
        (await history.ReadAsync(new(), 1)).Entries.Should().ContainSingle().Which.At.Should().Be(Start.AddDays(11));
        (await history.ReadAsync(new() { Before = Start.AddDays(1) }, 1)).Entries.Should().BeEmpty();
    }

    [Test]
    public async Task A_person_with_a_shell_reads_query_history()
    {
        await using (var history = await DuckDbStatementHistory.OpenAsync(FileName))
        {
            await history.AppendAsync([New(0, "s"), New(1, "s") with { Kind = HistoryEntryKind.Released }]);
        }

        await using var connection = new DuckDBConnection($"Data Source={FileName}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select QUERY_TEXT, SESSION_ID, EXECUTION_STATUS, TOTAL_ELAPSED_TIME from query_history";
        await using var reader = await command.ExecuteReaderAsync();

        (await reader.ReadAsync()).Should().BeTrue();
        Enumerable.Range(0, 4).Select(reader.GetValue).Should().Equal("select ?", "s", "SUCCESS", 5L);
        (await reader.ReadAsync()).Should().BeFalse();
    }

    [Test]
    public async Task A_second_opening_of_the_same_file_says_what_to_do()
    {
        await using var history = await DuckDbStatementHistory.OpenAsync(FileName);

        (await FluentActions.Awaiting(() => DuckDbStatementHistory.OpenAsync(FileName).AsTask()).Should().ThrowAsync<StatementStoreException>())
            .WithMessage($"*{FileName}*");
    }

    [Test]
    public async Task A_file_of_a_newer_format_is_refused()
    {
        await using (await DuckDbStatementHistory.OpenAsync(FileName))
        {
        }

        await using (var connection = new DuckDBConnection($"Data Source={FileName}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "update mockhaus_history set format = 2";
            await command.ExecuteNonQueryAsync();
        }

        (await FluentActions.Awaiting(() => DuckDbStatementHistory.OpenAsync(FileName).AsTask()).Should().ThrowAsync<StatementStoreException>())
            .WithMessage("*format 2*reads up to 1*");
    }

    [Test]
    public async Task What_is_no_database_is_refused_and_stays()
    {
        await File.WriteAllTextAsync(FileName, "This is a letter.");

        await FluentActions.Awaiting(() => DuckDbStatementHistory.OpenAsync(FileName).AsTask()).Should().ThrowAsync<StatementStoreException>();

        (await File.ReadAllTextAsync(FileName)).Should().Be("This is a letter.");
    }

    [Test]
    public async Task A_full_disk_is_an_outage_that_loses_nothing_that_was_appended()
    {
        using var disk = SmallDisk.Mount(_folder.File("disk"), 16);
        var path = Path.Combine(disk.Folder, "history.db");
        await using var history = await DuckDbStatementHistory.OpenAsync(path);
        await history.AppendAsync([New(0, "before")]);
        var ballast = disk.Fill(15);
        var kept = 1;
        StatementStoreException? failure = null;
        for (var i = 1; i < 200 && failure is null; i++)
        {
            try
            {
                await history.AppendAsync([.. Enumerable.Range(0, 500).Select(_ => New(i, "while it fills") with { Sql = $"select {Guid.CreateVersion7(Start)}" })]);
                kept += 500;
            }
            catch (StatementStoreException exception)
            {
                failure = exception;
            }
        }

        failure.Should().NotBeNull().And.BeOfType<StatementStoreException>().Which.Message.Should().Contain("disk is full");
        File.Delete(ballast);

        await history.AppendAsync([New(1000, "after")]);
        (await history.ReadAsync(new() { SessionId = "after" }, 10)).Entries.Should().HaveCount(1);
        (await history.ReadAsync(new() { SessionId = "before" }, 10)).Entries.Should().HaveCount(1);
        (await history.ReadAsync(new() { SessionId = "while it fills" }, 10_000)).Entries.Count.Should().Be(Math.Min(kept - 1, 10_000));
    }

    private static HistoryEntry New(int i, string session) => new()
    {
        Id = Guid.CreateVersion7(Start),
        Kind = HistoryEntryKind.Ended,
        At = Start.AddMilliseconds(i),
        SessionId = session,
        Handle = new(Guid.CreateVersion7(Start)),
        Status = StatementStatus.Succeeded,
        Sql = "select ?",
        CreatedAt = Start.AddMilliseconds(i - 5),
        CompletedAt = Start.AddMilliseconds(i),
    };

    /// <summary>The bytes of all files in the folder.</summary>
    private async Task<string> BytesAsync()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            text.Append(Encoding.Latin1.GetString(bytes));
        }

        return text.ToString();
    }
}
