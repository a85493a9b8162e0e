using System.Globalization;

namespace Mockhaus.Statements.Tests.Results;

public sealed class ReadRangeTests
{
    private const int Rows = 47;
    private ResultHost _host = null!;
    private Statement _statement = null!;

    [SetUp]
    public async Task Run()
    {
        _host = ResultHost.OfNumbers(Rows, new() { Results = { ResultBatchSize = 10, InlineResultBytes = 0 } });
        _statement = await _host.RunAsync();
    }

    [TearDown]
    public ValueTask End() => _host.DisposeAsync();

    [Test]
    public async Task Every_range_has_its_rows()
    {
        for (var skip = 0; skip <= Rows + 1; skip++)
        {
            foreach (var take in new int?[] { null, 0, 1, 3, 9, 10, 11, 25, Rows, int.MaxValue })
            {
                (await NumbersAsync(skip, take)).Should().Equal(Enumerable.Range(0, Rows).Skip(skip).Take(take ?? Rows), "skip {0}, take {1}", skip, take);
            }
        }
    }

    [TestCase(0, 1, "0")]
    [TestCase(10, 10, "1")]
    [TestCase(19, 2, "1,2")]
    [TestCase(35, null, "3,4")]
    [TestCase(0, null, "0,1,2,3,4")]
    [TestCase(5, 0, "")]
    [TestCase(47, null, "")]
    public async Task A_range_reads_the_batches_that_it_is_in_and_no_other(int skip, int? take, string batches)
    {
        _host.Store.Reads.Clear();
        await NumbersAsync(skip, take);
        string.Join(',', _host.Store.Reads).Should().Be(batches);
    }

    [Test]
    public async Task Far_beyond_the_end_there_is_nothing() =>
        (await _host.Session.ReadRowsAsync(_statement.Handle, long.MaxValue, long.MaxValue).ToListAsync()).Should().BeEmpty();

    [TestCase(-1L, null, "skip")]
    [TestCase(long.MinValue, 1L, "skip")]
    [TestCase(0L, -1L, "take")]
    public void A_negative_range_is_refused_at_once(long skip, long? take, string parameter) =>
        _host.Session.Invoking(session => session.ReadRowsAsync(_statement.Handle, skip, take))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName(parameter);

    [Test]
    public async Task A_result_without_rows_is_empty_and_read_to_its_end()
    {
        await using var host = ResultHost.OfNumbers(0, new());
        var statement = await host.RunAsync();
        (await host.Session.ReadRowsAsync(statement.Handle).ToListAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Rows_stay_when_their_result_has_gone()
    {
        var rows = await _host.Session.ReadRowsAsync(_statement.Handle).ToListAsync();
        await _host.Session.ReleaseAsync(_statement.Handle);
        rows.Select(row => row.GetInt32("N")).Should().Equal(Enumerable.Range(0, Rows));
    }

    [Test]
    public async Task A_release_between_two_batches_is_told()
    {
        var reading = async () =>
        {
            await foreach (var row in _host.Session.ReadRowsAsync(_statement.Handle))
            {
                if (row.GetInt32(0) == 9)
                {
                    await _host.Session.ReleaseAsync(_statement.Handle);
                }
            }
        };
        await reading.Should().ThrowAsync<StatementExpiredException>();
    }

    private async Task<List<int>> NumbersAsync(int skip, int? take) =>
        await _host.Session.ReadRowsAsync(_statement.Handle, skip, take)
            .Select(row => int.Parse(row[0]!, CultureInfo.InvariantCulture)).ToListAsync();
}
