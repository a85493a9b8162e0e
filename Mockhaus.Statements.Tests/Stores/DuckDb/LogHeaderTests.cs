using System.Security.Cryptography;
using Mockhaus.Statements.Stores.DuckDb;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>DuckDB drops a log whose beginning is damaged; a store refuses it instead, and no other.</summary>
public sealed class LogHeaderTests : StoreFileFixture
{
    [Test]
    public async Task A_log_of_this_DuckDB_may_begin_as_it_does_wherever_it_was_cut_off()
    {
        for (var file = 0; file < 20; file++)
        {
            var path = Path.Combine(Folder, $"{file}.db");
            await using var store = Open(path);
            await AddAsync(store);
            var log = await System.IO.File.ReadAllBytesAsync(path + ".wal");

            log.Should().StartWith(new byte[] { 100, 0, 98, 101, 0, 2, 102, 0, 16 }, "this is what is looked at");
            for (var length = 0; length < log.Length; length++)
            {
                StoreFileLog.IsHeader(log.AsSpan(0, Math.Min(length, StoreFileLog.HeaderSize))).Should().BeTrue();
            }
        }
    }

    [Test]
    public async Task A_flipped_bit_in_the_beginning_never_drops_the_log_silently()
    {
        Statement statement;
        await using var store = Open();
        statement = await AddSucceededAsync(store);
        var copy = CopyAsAfterAKill();
        var (file, log) = (System.IO.File.ReadAllBytes(copy), System.IO.File.ReadAllBytes(copy + ".wal"));
        var end = log.AsSpan().IndexOf([(byte)255, (byte)255]) + 2;
        end.Should().BeInRange(30, StoreFileLog.HeaderSize);
        for (var at = 0; at < end; at++)
        {
            var damaged = (byte[])log.Clone();
            damaged[at] ^= 0x10;
            System.IO.File.WriteAllBytes(copy, file);
            System.IO.File.WriteAllBytes(copy + ".wal", damaged);

            Refusal(copy).Message.Should().ContainAny("damaged", "belongs to another state");

            System.IO.File.Exists(copy + ".wal").Should().BeTrue();
        }

        System.IO.File.WriteAllBytes(copy + ".wal", log);
        await using var after = Open(copy);
        (await after.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
    }

    [TestCase(1)]
    [TestCase(10_000)]
    public async Task Random_bytes_in_place_of_the_log_are_refused_and_left_alone(int length)
    {
        await Open().DisposeAsync();
        var bytes = RandomNumberGenerator.GetBytes(length);
        bytes[0] = 1;
        System.IO.File.WriteAllBytes(Log, bytes);

        Refusal().Message.Should().Contain("damaged").And.Contain("Restore both from one copy").And.NotContain("..");

        System.IO.File.ReadAllBytes(Log).Should().Equal(bytes);
    }

    [TestCase(0)]
    [TestCase(5_000)]
    public async Task A_log_without_anything_in_it_is_no_damage(int zeros)
    {
        Statement statement;
        await using (var store = Open())
        {
            statement = await AddSucceededAsync(store);
        }

        System.IO.File.WriteAllBytes(Log, new byte[zeros]);

        await using var again = Open();
        (await again.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
    }
}
