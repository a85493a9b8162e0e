using System.Globalization;

namespace Mockhaus.Statements.Tests.Results;

public sealed class ReadResultTests
{
    private const int Rows = 1_050;
    private ResultHost _host = null!;
    private Statement _statement = null!;

    [SetUp]
    public async Task Run()
    {
        _host = ResultHost.OfNumbers(Rows, new() { Results = { ResultBatchSize = 100, InlineResultBytes = 0 } });
        _statement = await _host.RunAsync();
    }

    [TearDown]
    public ValueTask End() => _host.DisposeAsync();

    [Test]
    public async Task Batches_are_read_in_any_order_and_again_and_again()
    {
        int[] order = [10, 0, 5, 5, 10, 9, 0];
        foreach (var number in order)
        {
            var batch = await _host.Session.ReadBatchAsync(_statement.Handle, number);
            BatchJson.Rows(batch!).Select(row => row.Single()).Should().Equal(Numbers.Skip(100 * number).Take(100));
        }
    }

    [TestCase(11)]
    [TestCase(-1)]
    [TestCase(int.MaxValue)]
    [TestCase(int.MinValue)]
    public async Task A_batch_out_of_range_is_none(int number) =>
        (await _host.Session.ReadBatchAsync(_statement.Handle, number)).Should().BeNull();

    [Test]
    public async Task Rows_are_read_across_all_batches_twice()
    {
        for (var time = 0; time < 2; time++)
        {
            var rows = new List<string?>();
            await foreach (var row in _host.Session.ReadRowsAsync(_statement.Handle))
            {
                rows.Add(row.Should().ContainSingle().Subject);
            }

            rows.Should().Equal(Numbers);
        }
    }

    [Test]
    public async Task Rows_stop_when_the_reader_gives_up()
    {
        using var stop = new CancellationTokenSource();
        var read = 0;
        var reading = async () =>
        {
            await foreach (var _ in _host.Session.ReadRowsAsync(_statement.Handle, cancellationToken: stop.Token))
            {
                if (++read == 5)
                {
                    await stop.CancelAsync();
                }
            }
        };
        await reading.Should().ThrowAsync<OperationCanceledException>();
        read.Should().Be(5);
    }

    [Test]
    public async Task A_failed_statement_has_neither_batches_nor_rows()
    {
        await using var failing = new ResultHost(new(), _ => throw new FormatException("broken"));
        var statement = await failing.RunAsync();
        statement.Error!.Code.Should().Be(StatementErrorCodes.ExecutionFailed);
        var batch = async () => await failing.Session.ReadBatchAsync(statement.Handle, 0);
        var rows = async () => await failing.Session.ReadRowsAsync(statement.Handle).ToListAsync();
        await batch.Should().ThrowAsync<StatementResultException>();
        (await rows.Should().ThrowAsync<StatementResultException>()).Which.Statement.Error.Should().Be(statement.Error);
    }

    private static IEnumerable<string> Numbers => Enumerable.Range(0, Rows).Select(n => n.ToString(CultureInfo.InvariantCulture));
}
