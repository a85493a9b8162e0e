using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>A statement as the one caller who changes it knows it.</summary>
internal sealed class OwnStatement(Statement statement)
{
    public Statement Now { get; set; } = statement;

    /// <summary>The batches that were acknowledged, by number.</summary>
    public SortedDictionary<int, ResultBatchInfo> Batches { get; } = [];

    /// <summary>Whether somebody else may have purged it by a moment, or may be about to.</summary>
    public bool MayBeGone(DateTimeOffset moment) => Now.IsExpiredAt(moment);

    public bool HasRows => Now is { Status: StatementStatus.Succeeded, Result: not null };
}
