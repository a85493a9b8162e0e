using System.Text.Json;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Transfer;

/// <summary>Recognises and compares incomplete copies (<see cref="StatementLifecycle.ToIncompleteCopy"/>): Running, because only a running
/// statement takes batches, but with a completion time.</summary>
/// <remarks>
/// An incomplete copy has no owner, so no manager treats it as a statement of a lost owner. Unlike other live statements it has an
/// expiry: if it is never completed, it expires when its copy would have. It is recognised by <see cref="Statement.CompletedAt"/>.
/// </remarks>
internal static class IncompleteCopy
{
    public static bool Is(Statement statement) => statement is { IsFinished: false, Owner: null, CompletedAt: not null };

    /// <summary>Whether two records are the same statement with the same completion time, also if one has since expired or lost its
    /// rows.</summary>
    public static bool IsSame(Statement one, Statement other) =>
        one.Handle == other.Handle
        && one.SessionId == other.SessionId
        && one.RequestId == other.RequestId
        && one.CreatedAt == other.CreatedAt
        && one.CompletedAt == other.CompletedAt
        && (IsEmpty(one) || IsEmpty(other) || AreEqual(RequestOf(one), RequestOf(other)));

    /// <summary>Whether two records are equal except for their expiry, which does not change the version.</summary>
    public static bool IsEqual(Statement one, Statement other) =>
        one.Version == other.Version && AreEqual(EntryOf(one), EntryOf(other));

    /// <summary>Whether the texts of a statement are removed.</summary>
    public static bool IsEmpty(Statement statement) => statement.Sql.Length == 0;

    /// <summary>Whether a finished statement has become a tombstone or lost its rows.</summary>
    public static bool HasGoneOn(Statement statement) => StoredStatement.IsTombstone(statement) || statement.RowsEvictedAt is not null;

    private static StoredEntry RequestOf(Statement statement) => new(StoredStatement.ToRequest(statement), null);

    private static StoredEntry EntryOf(Statement statement) =>
        new(StoredStatement.ToRequest(statement), StoredStatement.ToState(statement) with { ExpiresAt = null });

    /// <summary>Whether a durable store would keep two records identically.</summary>
    private static bool AreEqual(StoredEntry one, StoredEntry other)
    {
        var (left, right) = (StoredStatement.ToJson(one), StoredStatement.ToJson(other));

        // A lone surrogate is stored as U+FFFD.
        return left.AsSpan().SequenceEqual(right) || Kept(left).AsSpan().SequenceEqual(Kept(right));
    }

    private static byte[] Kept(byte[] json) => StoredStatement.ToJson(JsonSerializer.Deserialize(json, StoredJson.Instance.StoredEntry)!);
}
