using System.Collections.Concurrent;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Counts the terminal states that each statement is given; its tombstone is none.</summary>
internal sealed class EndCountingStore(IStatementStore inner) : StoreDouble(inner)
{
    private readonly ConcurrentDictionary<StatementHandle, int> _ends = new();

    public int EndsOf(StatementHandle handle) => _ends.GetValueOrDefault(handle);

    public override async ValueTask<StatementWrite> ReplaceAsync(
        Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        var write = await base.ReplaceAsync(statement, expectedVersion, cancellationToken);
        if (write.Written && statement is { IsFinished: true, Sql.Length: > 0 })
        {
            _ends.AddOrUpdate(statement.Handle, 1, static (_, ends) => ends + 1);
        }

        return write;
    }
}
