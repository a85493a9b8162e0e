using System.Security.Cryptography;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

public sealed class FullDiskTests : StoreFileFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_full_disk_is_a_typed_error_reads_go_on_and_writes_do_once_there_is_room()
    {
        using var disk = SmallDisk.Mount(Path.Combine(Folder, "disk"), 16);
        var ballast = disk.Fill(8);
        var file = Path.Combine(disk.Folder, "statements.db");
        await using var store = Open(file);
        var kept = new List<Statement>();
        var refused = await FillAsync(store, kept);

        refused.Message.Should().Contain("The disk is full. Make room");
        kept.Should().NotBeEmpty();
        foreach (var statement in kept)
        {
            (await EventuallyAsync(async () => await store.FindAsync(statement.Handle, default))).Should().BeEquivalentTo(statement);
            (await EventuallyAsync(async () => await store.ReadBatchAsync(statement.Handle, 0, default))).Should().NotBeNull();
        }

        System.IO.File.Delete(ballast);
        kept.Add(await EventuallyAsync(async () => await AddSucceededAsync(store)));

        await store.DisposeAsync();
        await using var again = Open(file);
        foreach (var statement in kept)
        {
            (await again.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement, "it was acknowledged");
        }
    }

    /// <summary>Stores results of half a MB each that cannot be made smaller, until the disk is full.</summary>
    private static async Task<StatementStoreException> FillAsync(DuckDbStatementStore store, List<Statement> kept)
    {
        for (var i = 0; i < 100; i++)
        {
            try
            {
                kept.Add(await AddSucceededAsync(store, Convert.ToBase64String(RandomNumberGenerator.GetBytes(400_000))));
            }
            catch (StatementStoreException exception)
            {
                return exception;
            }
        }

        throw new AssertionException("The disk never was full.");
    }

    /// <summary>The file is opened again at most once a second, so the first calls may still be refused.</summary>
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> call)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StatementStoreException) when (TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
