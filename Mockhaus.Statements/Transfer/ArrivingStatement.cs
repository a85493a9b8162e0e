using System.Text.Json;
using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Transfer;

/// <summary>A copy that is not complete (<see cref="StatementLifecycle.ToIncompleteCopy"/>): running, because only what runs takes batches, and yet with the time of its end.</summary>
/// <remarks>
/// It has no owner, so no manager takes it for one that was left by somebody who is gone. It has its expiry already, which nothing else
/// that is live has: should nobody complete it, it expires as its copy would have. <see cref="Statement.CompletedAt"/> is
/// what it is known by.
/// </remarks>
internal static class ArrivingStatement
{
    public static bool Is(Statement statement) => statement is { IsFinished: false, Owner: null, CompletedAt: not null };

    /// <summary>Whether two are one statement that has ended at one time, however far it has come since.</summary>
    public static bool IsSame(Statement one, Statement other) =>
        one.Handle == other.Handle
        && one.SessionId == other.SessionId
        && one.RequestId == other.RequestId
        && one.CreatedAt == other.CreatedAt
        && one.CompletedAt == other.CompletedAt
        && (IsEmpty(one) || IsEmpty(other) || AreEqual(RequestOf(one), RequestOf(other)));

    /// <summary>Whether two are the same in everything but their expiry, which is no move.</summary>
    public static bool IsEqual(Statement one, Statement other) =>
        one.Version == other.Version && AreEqual(EntryOf(one), EntryOf(other));

    /// <summary>Whether its texts are gone.</summary>
    public static bool IsEmpty(Statement statement) => statement.Sql.Length == 0;

    /// <summary>Whether a finished statement is less than it was when it ended.</summary>
    public static bool HasGoneOn(Statement statement) => StoredStatement.IsTombstone(statement) || statement.RowsEvictedAt is not null;

    private static StoredEntry RequestOf(Statement statement) => new(StoredStatement.ToRequest(statement), null);

    private static StoredEntry EntryOf(Statement statement) =>
        new(StoredStatement.ToRequest(statement), StoredStatement.ToState(statement) with { ExpiresAt = null });

    /// <summary>Whether durable stores would keep two alike.</summary>
    private static bool AreEqual(StoredEntry one, StoredEntry other)
    {
        var (left, right) = (StoredStatement.ToJson(one), StoredStatement.ToJson(other));

        // Half a character is another one once it has been kept.
        return left.AsSpan().SequenceEqual(right) || Kept(left).AsSpan().SequenceEqual(Kept(right));
    }

    private static byte[] Kept(byte[] json) => StoredStatement.ToJson(JsonSerializer.Deserialize(json, StoredJson.Instance.StoredEntry)!);
}
