using System.IO.Compression;
using Mockhaus.Statements.Conformance;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>Files that were written by the first version with their format, and have to be read for ever.</summary>
/// <remarks>A new format adds a file: the last test writes it to MOCKHAUS_GOLDEN, if that is set; pack it with gzip.</remarks>
public sealed class GoldenTests : StoreFileFixture
{
    [TestCase("format-1.db.gz")]
    public async Task A_file_of_each_format_is_read_as_it_was_written(string name)
    {
        Unpack(name);

        await using var store = Open();
        foreach (var statement in GoldenStatements.Kept)
        {
            (await store.FindAsync(statement.Handle, default)).Should().BeEquivalentTo(statement);
        }

        (await store.FindAsync(GoldenStatements.Removed.Handle, default)).Should().BeNull();
        (await store.FindByRequestIdAsync("golden session", "request-1", default))!.Handle.Should().Be(GoldenStatements.Submitted.Handle);
        foreach (var batch in new[] { GoldenStatements.First, GoldenStatements.Second })
        {
            var read = (await store.ReadBatchAsync(GoldenStatements.Succeeded.Handle, batch.Info.Number, default))!;
            read.Info.Should().Be(batch.Info);
            Samples.Text(read).Should().Be(Samples.Text(batch));
        }

        (await store.ReadBatchAsync(GoldenStatements.WithoutRows.Handle, 0, default)).Should().BeNull();
    }

    [TestCase("format-1.db.gz")]
    public void A_file_of_each_format_shows_its_views(string name)
    {
        Unpack(name);

        Query(File, "select status, count(*) from statements group by all order by all").Should().BeEquivalentTo(
            new object[][] { ["Cancelled", 1L], ["Failed", 2L], ["Running", 1L], ["Submitted", 1L], ["Succeeded", 2L] });
        Query(File, "select decode(result_data) from statement_results order by batch_number").Select(row => row[0]).Should().Equal(
            Samples.Text(GoldenStatements.First), Samples.Text(GoldenStatements.Second));
    }

    [Test]
    public async Task A_file_written_today_is_read_as_one_of_its_format()
    {
        var path = Environment.GetEnvironmentVariable("MOCKHAUS_GOLDEN") ?? File;
        await using (var store = Open(path))
        {
            await GoldenStatements.WriteAsync(store);
        }

        await using var again = Open(path);
        (await again.FindAsync(GoldenStatements.Tombstone.Handle, default)).Should().BeEquivalentTo(GoldenStatements.Tombstone);
    }

    private void Unpack(string name)
    {
        using var packed = GetType().Assembly.GetManifestResourceStream($"{GetType().Namespace}.Golden.{name}")!;
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var file = System.IO.File.Create(File);
        gzip.CopyTo(file);
    }
}
