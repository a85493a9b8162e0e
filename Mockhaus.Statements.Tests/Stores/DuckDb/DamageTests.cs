using System.IO.Hashing;
using System.Security.Cryptography;
using DuckDB.NET.Data;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>Files that cannot be used as they are: always a message that says what to do, never a silent loss where DuckDB can tell.</summary>
public sealed class DamageTests : StoreFileFixture
{
    [TestCase(0)]
    [TestCase(9_000)]
    public void A_file_that_is_no_database_is_refused_and_left_alone(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        System.IO.File.WriteAllBytes(File, bytes);

        Refusal().Message.Should().Contain(File).And.Contain("Name another file, or move this one away");

        System.IO.File.ReadAllBytes(File).Should().Equal(bytes);
    }

    [Test]
    public void A_database_of_somebody_else_is_refused_and_left_alone()
    {
        Execute(File, "create table orders (id integer)");

        Refusal().Message.Should().Contain("holds other tables");

        Query(File, "select table_name from duckdb_tables()").Should().ContainSingle().Which.Should().Equal("orders");
    }

    [Test]
    public async Task A_file_of_a_newer_format_is_refused()
    {
        await Open().DisposeAsync();
        Execute(File, "update mockhaus_store set format = 99");

        Refusal().Message.Should().Contain("format 99").And.Contain("Use the version that wrote it");
    }

    [Test]
    public async Task A_file_of_an_older_format_is_brought_up_to_date()
    {
        Statement statement;
        await using (var store = Open())
        {
            statement = await AddSucceededAsync(store);
        }

        Execute(File, "alter table mockhaus_store drop column note; update mockhaus_store set format = 0");

        await using (var store = Open())
        {
            (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
        }

        Query(File, "select format from mockhaus_store").Should().ContainSingle().Which.Should().Equal(1);
    }

    [Test]
    public void A_folder_that_is_not_there_is_named() =>
        Refusal(Path.Combine(Folder, "none", "statements.db")).Message.Should().Contain("Make the folder first");

    [Test]
    public void A_folder_in_place_of_a_file_is_refused() => Refusal(Folder).Message.Should().Contain("the path is a folder");

    [Test]
    [Platform("Linux")]
    public void A_folder_that_cannot_be_written_is_refused() =>
        Refusal("/sys/statements.db").Message.Should().Contain("may not be written");

    [Test]
    public async Task A_file_that_can_be_written_in_a_folder_that_cannot_is_refused_before_anything_is_written()
    {
        using var disk = SmallDisk.Mount(Path.Combine(Folder, "disk"), 16);
        var file = Path.Combine(disk.Folder, "statements.db");
        await Open(file).DisposeAsync();
        disk.LetOnlyBeWritten(file);

        Refusal(file).Message.Should().Contain("The file or its folder may not be written");
    }

    [Test]
    public async Task Opening_leaves_nothing_beside_the_file()
    {
        await Open().DisposeAsync();
        await Open().DisposeAsync();

        Directory.EnumerateFiles(Folder).Should().Equal(File);
    }

    [Test]
    public async Task A_file_that_was_cut_off_is_said_to_be_damaged()
    {
        await using (var store = Open())
        {
            await AddSucceededAsync(store);
        }

        using (var file = System.IO.File.OpenWrite(File))
        {
            file.SetLength(file.Length / 2);
        }

        Refusal().Message.Should().Contain(". The file was cut off, or is damaged. Restore it from a copy.");
    }

    [Test]
    [Platform("Linux")]
    public void A_device_is_no_file() => Refusal("/dev/null").Message.Should().Contain("no file on a disk");

    [Test]
    public async Task A_second_store_on_the_file_is_refused_and_the_first_goes_on()
    {
        await using var store = Open();

        Refusal().Message.Should().Contain("Another store of this process has the file open");

        await AddSucceededAsync(store);
    }

    [TestCase("./statements.db")]
    [TestCase("sub/../statements.db")]
    [TestCase("link/statements.db")]
    [TestCase("alias.db")]
    public async Task A_second_spelling_of_the_file_is_the_same_file(string spelling)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "sub"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "link"), Folder);
        System.IO.File.CreateSymbolicLink(Path.Combine(Folder, "alias.db"), File);
        await using var store = Open();

        Refusal(Folder + "/" + spelling).Message.Should().Contain("Another store of this process has the file open");
    }

    [Test]
    public async Task Two_files_that_differ_only_in_case_are_not_taken_for_one()
    {
        await using var store = Open();

        Refusal(Path.Combine(Folder, "Statements.DB")).Message.Should().Contain("differs only in the case of letters");
    }

    [Test]
    public void A_file_that_differs_in_case_from_one_the_host_has_open_is_not_taken_for_it()
    {
        var other = Path.Combine(Folder, "Statements.DB");
        using var connection = new DuckDBConnection($"Data Source={other}");
        connection.Open();

        Refusal().Message.Should().Contain(other);

        connection.Close();
        Query(other, "select count(*) from duckdb_tables()").Should().ContainSingle().Which.Should().Equal(0L);
    }

    [Test]
    public async Task A_file_can_be_opened_again_once_it_is_closed_also_under_another_name()
    {
        await Open().DisposeAsync();
        System.IO.File.Move(File, Path.Combine(Folder, "STATEMENTS.DB"));

        await using var store = Open(Path.Combine(Folder, "STATEMENTS.DB"));

        await AddSucceededAsync(store);
    }

    [Test]
    public async Task A_log_that_is_cut_off_opens_with_what_is_whole()
    {
        var statements = new List<Statement>();
        await using var store = Open();
        for (var i = 0; i < 20; i++)
        {
            statements.Add(await AddSucceededAsync(store));
        }

        var copy = CopyAsAfterAKill();
        using (var log = System.IO.File.OpenWrite(copy + ".wal"))
        {
            log.SetLength(log.Length * 2 / 3);
        }

        await using var after = Open(copy);
        var found = 0;
        foreach (var statement in statements)
        {
            var kept = await after.FindAsync(statement.Handle, default);
            found += kept is null ? 0 : 1;
            if (kept?.Status == StatementStatus.Succeeded)
            {
                kept.Should().BeEquivalentTo(statement);
                (await after.ReadBatchAsync(statement.Handle, 0, default)).Should().NotBeNull("rows are stored before the word");
            }
        }

        found.Should().BeInRange(5, 19, "the log was cut in its middle");
    }

    [Test]
    public async Task A_log_with_a_flipped_bit_is_refused()
    {
        await using var store = Open();
        for (var i = 0; i < 20; i++)
        {
            await AddSucceededAsync(store);
        }

        var copy = CopyAsAfterAKill();
        var log = System.IO.File.ReadAllBytes(copy + ".wal");

        // Inside of an entry: where its length stands, it would look like a log that is cut off.
        var at = log.AsSpan(log.Length / 2).IndexOf("Succeeded"u8);
        log[(log.Length / 2) + at] ^= 0x10;
        System.IO.File.WriteAllBytes(copy + ".wal", log);

        Refusal(copy).Message.Should().Contain("damaged");
    }

    [Test]
    public async Task An_old_log_beside_a_newer_file_is_refused()
    {
        var old = "";
        await using (var store = Open())
        {
            await AddSucceededAsync(store);
            old = CopyAsAfterAKill() + ".wal";
            await AddSucceededAsync(store);
        }

        System.IO.File.Copy(old, Log);

        Refusal().Message.Should().Contain("belongs to another state of the file");
    }

    [Test]
    public async Task A_file_with_a_flipped_bit_is_an_error_and_not_a_wrong_row()
    {
        var statements = new List<Statement>();
        await using (var store = Open())
        {
            for (var i = 0; i < 50; i++)
            {
                statements.Add(await AddSucceededAsync(store, $$"""{"data":[["{{Convert.ToBase64String(RandomNumberGenerator.GetBytes(30_000))}}"]]}"""));
            }
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        for (var at = 40_000; at < bytes.Length; at += 262_144)
        {
            bytes[at] ^= 0x10;
        }

        System.IO.File.WriteAllBytes(File, bytes);

        var read = async () =>
        {
            await using var store = Open();
            foreach (var statement in statements)
            {
                await store.FindAsync(statement.Handle, default);
                await store.ReadBatchAsync(statement.Handle, 0, default);
            }
        };
        (await read.Should().ThrowAsync<StatementStoreException>()).Which.Message.Should().Contain("damaged");
    }

    [Test]
    public async Task A_statement_whose_row_is_gone_keeps_no_other_from_being_purged()
    {
        Statement damaged, sound;
        await using (var store = Open())
        {
            damaged = await AddSucceededAsync(store);
            sound = await AddSucceededAsync(store);
        }

        Execute(File, $"update generation_1 set entry = null where handle = '{damaged.Handle}'");
        await using var again = Open();
        var find = async () => await again.FindAsync(damaged.Handle, default);
        (await find.Should().ThrowAsync<StatementStoreException>()).Which.Message.Should().Contain(damaged.Handle.ToString());

        var purged = await again.PurgeExpiredAsync(damaged.ExpiresAt!.Value.AddHours(1), TimeSpan.FromDays(1), default);

        purged.Should().Be(new PurgeResult(1, 0));
        (await again.FindAsync(sound.Handle, default))!.Sql.Should().BeEmpty();
        (await again.PurgeExpiredAsync(damaged.ExpiresAt!.Value.AddDays(2), TimeSpan.FromDays(1), default)).Should().Be(new PurgeResult(0, 2));
    }

    [Test]
    public async Task A_batch_whose_bytes_were_damaged_is_an_error_that_names_it_and_no_row()
    {
        const string Json = """{"data":[["the first row"],["the second row"]]}""";
        var batch = Samples.Batch(0, Json);
        batch = batch with { Info = batch.Info with { Checksum = XxHash3.HashToUInt64(batch.Payload.Span) } };
        Statement running;
        await using (var store = Open())
        {
            running = Samples.Started(await AddAsync(store), TimeProvider.System.GetUtcNow());
            await store.ReplaceAsync(running, 1, default);
            (await store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
            await store.ReplaceAsync(Samples.Succeeded(running, TimeProvider.System.GetUtcNow(), batch.Info), 2, default);
        }

        Execute(File, "update generation_1 set data = replace(decode(data), 'second', 'sEcond')::blob where data is not null");
        await using var again = Open();
        var read = async () => await again.ReadBatchAsync(running.Handle, 0, default);

        (await read.Should().ThrowAsync<StatementStoreException>()).Which.Message
            .Should().Contain($"batch 0 of statement {running.Handle}").And.Contain("checksum");
        (await again.FindAsync(running.Handle, default))!.Status.Should().Be(StatementStatus.Succeeded);
    }
}
