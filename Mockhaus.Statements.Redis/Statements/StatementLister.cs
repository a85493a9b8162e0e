using System.Runtime.CompilerServices;

namespace Mockhaus.Statements.Redis;

/// <summary>Lists statements: finds them by their summaries, then reads those that match.</summary>
internal sealed class StatementLister(SessionIndexReader index, StatementReader reader)
{
    private const int FirstPage = 16;
    private const int Page = 256;

    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new List<StatementSummary>();
        var least = filter.Status is StatementStatus.Submitted or StatementStatus.Running ? RedisSessions.Live
            // As far as the index knows: it counts only unexpired statements for the session, too.
            : filter.UnexpiredAt is { } moment ? StoredFields.Microseconds(moment)
            : double.NegativeInfinity;
        foreach (var session in await index.GetSessionsAsync(filter.SessionId, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var summary in index.ReadSummariesAsync(session, least, double.PositiveInfinity, null, cancellationToken).ConfigureAwait(false))
            {
                if (summary?.MayMatch(filter) == true)
                {
                    found.Add(summary);
                }
            }
        }

        found.Sort();
        for (var (start, length) = (0, FirstPage); start < found.Count; (start, length) = (start + length, Page))
        {
            var page = found.GetRange(start, Math.Min(length, found.Count - start));
            foreach (var statement in await Task.WhenAll(page.Select(summary => reader.FindAsync(summary.Handle, cancellationToken).AsTask())).ConfigureAwait(false))
            {
                // It may have been changed or removed since its summary was read.
                if (statement is not null && filter.Matches(statement))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return statement;
                }
            }
        }
    }
}
