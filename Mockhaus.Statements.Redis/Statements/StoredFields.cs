using System.Text.Json;
using Mockhaus.Statements.Stores.Serialization;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Converts statements to fields of a hash, and back; see docs/storage-format.md. Golden keys in the tests verify them.</summary>
internal static class StoredFields
{
    /// <summary>The number of this format. A reader refuses higher ones.</summary>
    public const int Format = 1;

    /// <summary>The fields that <see cref="Read"/> takes, in its order. The scripts return the same.</summary>
    public static RedisValue[] Names { get; } = ["f", "v", "s", "e", "n", "i", "q", "t"];

    /// <summary>All fields of a new statement.</summary>
    public static IEnumerable<RedisValue> ToFields(Statement statement)
    {
        RedisValue[] identity =
        [
            "f", Format,
            "c", Microseconds(statement.CreatedAt),
            "n", statement.SessionId,
            "q", ToRequest(statement),
        ];
        return statement.RequestId is null ? identity.Concat(ToState(statement)) : [.. identity, "i", statement.RequestId, .. ToState(statement)];
    }

    /// <summary>The fields that a change of the state writes.</summary>
    public static RedisValue[] ToState(Statement statement) =>
    [
        "v", statement.Version,
        "s", (int)statement.Status,
        "e", statement.ExpiresAt is { } expiry ? Microseconds(expiry) : 0,
        "x", StoredStatement.IsTombstone(statement) ? 1 : 0,
        "t", JsonSerializer.SerializeToUtf8Bytes(StoredStatement.ToState(statement), StoredJson.Instance.StoredState),
    ];

    public static RedisValue ToRequest(Statement statement) =>
        JsonSerializer.SerializeToUtf8Bytes(StoredStatement.ToRequest(statement), StoredJson.Instance.StoredRequest);

    /// <summary>Creates a statement from its fields.</summary>
    /// <returns>The statement, or null when there is none.</returns>
    /// <exception cref="StatementStoreException">The fields cannot be read.</exception>
    public static Statement? Read(StatementHandle handle, ReadOnlySpan<RedisValue> fields)
    {
        if (!Exists(handle, fields))
        {
            return null;
        }

        try
        {
            return StoredStatement.Read(
                new(handle, Required(fields[4])!, fields[5], (long)Required(fields[1]), TimeOrNull(fields[3])?.UtcTicks ?? 0),
                JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)fields[6]).Span, StoredJson.Instance.StoredRequest)!,
                JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)fields[7]).Span, StoredJson.Instance.StoredState)!);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw RedisErrors.Damaged(handle, exception);
        }
    }

    /// <summary>Whether the statement exists; the first field is its format.</summary>
    /// <exception cref="StatementStoreException">It was written in another format.</exception>
    public static bool Exists(StatementHandle handle, ReadOnlySpan<RedisValue> fields)
    {
        if (fields[0] == Format)
        {
            return true;
        }

        foreach (var field in fields)
        {
            if (!field.IsNull)
            {
                throw RedisErrors.OtherFormat("read", handle, fields[0].ToString());
            }
        }

        return false;
    }

    /// <summary>Whether an exception means that a field is damaged.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is JsonException or FormatException or InvalidCastException or ArgumentException or OverflowException or NullReferenceException;

    /// <summary>A field that every statement has.</summary>
    public static RedisValue Required(RedisValue field) => field.IsNull ? throw new FormatException() : field;

    public static DateTimeOffset? TimeOrNull(RedisValue field) => (long)Required(field) is not 0 and var microseconds ? Time(microseconds) : null;

    /// <summary>Since 1970: the scores of sorted sets are doubles, which are exact up to the year 2255 then.</summary>
    public static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
