using System.Text;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results;

public sealed class CopyResultTests
{
    private static readonly MockhausStatementsOptions Cut = new() { Results = { ResultBatchSize = 10, InlineResultBytes = 0 } };

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(10)]
    [TestCase(99)]
    [TestCase(100)]
    public async Task A_result_in_many_packed_batches_is_copied_as_the_same_bytes_as_in_one(int rows)
    {
        var cut = await CopyAsync(rows, Cut);
        var whole = await CopyAsync(rows, new());
        var expected = string.Join(',', Enumerable.Range(0, rows).Select(n => $"[\"{n}\"]"));

        cut.Should().Be(whole).And.Be($$"""{"data":[{{expected}}]}""");
    }

    [Test]
    public async Task What_fails_at_once_writes_nothing()
    {
        await using var failing = new ResultHost(new(), _ => throw new FormatException("broken"));
        var statement = await failing.RunAsync();
        using var stream = new MemoryStream();
        var copy = async () => await failing.Session.CopyToAsync(statement.Handle, stream);

        await copy.Should().ThrowAsync<StatementResultException>();
        stream.Length.Should().Be(0);
    }

    [Test]
    public async Task A_cancel_stops_the_copy()
    {
        await using var host = ResultHost.OfNumbers(20, Cut);
        var statement = await host.RunAsync();
        var copy = async () => await host.Session.CopyToAsync(statement.Handle, new MemoryStream(), new CancellationToken(canceled: true));

        await copy.Should().ThrowAsync<OperationCanceledException>();
    }

    [TestCase("{\"data\":[[\"1\"],[\"2\"]]")]
    [TestCase("{\"data\":[[\"1\"],[\"2\"],[\"3\"]]}")]
    [TestCase("{\"data\":[[\"1\"],[\"2]]}")]
    [TestCase("{\"data\":[[\"1\"],[2]]}")]
    [TestCase("{\"data\":[[\"1\"]]}")]
    [TestCase("{\"data\":[[\"1\"],[\"2\",\"3\"]]}")]
    [TestCase("{\"data\":[[\"1\"],[]]}")]
    [TestCase("{\"data\":[[\"1\"],[\"2\"")]
    [TestCase("{\"data\":[[\"1\"],[\"2\\")]
    [TestCase("")]
    public async Task Damaged_bytes_are_told_with_statement_and_batch(string json)
    {
        await using var host = ResultHost.OfNumbers(2, new());
        var statement = await host.RunAsync();
        host.Store.Change = batch => batch with { Payload = Encoding.UTF8.GetBytes(json) };

        var read = async () => await host.Session.ReadRowsAsync(statement.Handle).ToListAsync();
        var error = (await read.Should().ThrowAsync<StatementStoreException>()).Which;
        error.Message.Should().Contain("batch 0").And.Contain($"{statement.Handle}");
        error.Handle.Should().Be(statement.Handle);
        error.InnerException.Should().BeOfType<InvalidDataException>();
    }

    [Test]
    public async Task Packed_bytes_that_are_damaged_are_told_too()
    {
        await using var host = ResultHost.OfNumbers(20, Cut);
        var statement = await host.RunAsync();
        host.Store.Change = batch => batch.Info.Encoding == BatchEncoding.Gzip ? batch with { Payload = batch.Payload[..(batch.Payload.Length / 2)] } : batch;

        var copy = async () => await host.Session.CopyToAsync(statement.Handle, Stream.Null);
        (await copy.Should().ThrowAsync<StatementStoreException>()).WithMessage("*batch 1*");
    }

    private static async Task<string> CopyAsync(int rows, MockhausStatementsOptions options)
    {
        await using var host = ResultHost.OfNumbers(rows, options);
        var statement = await host.RunAsync();
        using var stream = new MemoryStream();
        await host.Session.CopyToAsync(statement.Handle, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
