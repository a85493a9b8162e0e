using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

/// <summary>What a batch unpacks to, and what that allocates.</summary>
[NonParallelizable]
public sealed class BatchUnpackTests
{
    private const int Rows = 200_000;
    private ResultHost _host = null!;
    private Statement _statement = null!;

    [SetUp]
    public async Task Run()
    {
        _host = ResultHost.OfNumbers(3 * Rows, new() { Results = { ResultBatchSize = Rows, InlineResultBytes = 0 } });
        _statement = await _host.RunAsync();
    }

    [TearDown]
    public ValueTask End() => _host.DisposeAsync();

    [Test]
    public async Task A_gzip_batch_that_lacks_its_end_is_refused([Range(1, 12)] int cut)
    {
        var batch = await ReadAsync(1);
        var unpacking = (batch with { Payload = batch.Payload[..^cut] }).Invoking(shorter => shorter.GetJson());

        unpacking.Should().Throw<InvalidDataException>().WithMessage($"Batch 1 does not decompress to {batch.Info.UncompressedBytes} bytes.");
    }

    [Test]
    public async Task A_gzip_batch_with_something_behind_it_is_refused([Range(1, 12)] int more)
    {
        var batch = await ReadAsync(1);
        var unpacking = (batch with { Payload = (byte[])[.. batch.Payload.Span, .. new byte[more]] }).Invoking(longer => longer.GetJson());

        unpacking.Should().Throw<InvalidDataException>();
    }

    [Test]
    public async Task Unpacking_allocates_its_own_bytes_and_little_else()
    {
        var (first, second) = (await ReadAsync(0), await ReadAsync(1));
        second.GetJson();

        Allocated(() => first.GetJson()).Should().Be(0);
        Allocated(() => second.GetJson()).Should().BeInRange(second.Info.UncompressedBytes, second.Info.UncompressedBytes + (32 * 1024));
    }

    [Test]
    public async Task Reading_a_batch_from_memory_allocates_nothing_that_grows_with_it()
    {
        await ReadAsync(1);

        Allocated(() => ReadAsync(1).AsTask().GetAwaiter().GetResult()).Should().BeLessThan(1024);
    }

    private async ValueTask<ResultBatch> ReadAsync(int number) => (await _host.Session.ReadBatchAsync(_statement.Handle, number))!;

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
