using System.Globalization;
using System.Text.Json;
using Mockhaus.Statements.Storage;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>A statement as fields of a hash, and back; docs/storage-format.md has them. Golden keys in the tests hold them.</summary>
internal static class StoredFields
{
    /// <summary>The number of this format. A reader refuses higher ones.</summary>
    public const int Format = 1;

    /// <summary>What <see cref="Read"/> takes, in its order. The scripts give the same.</summary>
    public static RedisValue[] Names { get; } = ["f", "v", "s", "e", "n", "i", "q", "t"];

    /// <summary>All fields of a new statement.</summary>
    public static IEnumerable<RedisValue> Of(Statement statement)
    {
        RedisValue[] identity =
        [
            "f", Format,
            "c", Microseconds(statement.CreatedAt),
            "n", statement.SessionId,
            "q", RequestOf(statement),
        ];
        return statement.RequestId is null ? identity.Concat(StateOf(statement)) : [.. identity, "i", statement.RequestId, .. StateOf(statement)];
    }

    /// <summary>The fields that a move changes.</summary>
    public static RedisValue[] StateOf(Statement statement) =>
    [
        "v", statement.Version,
        "s", (int)statement.Status,
        "e", statement.ExpiresAt is { } expiry ? Microseconds(expiry) : 0,
        "x", StoredStatement.IsTombstone(statement) ? 1 : 0,
        "t", JsonSerializer.SerializeToUtf8Bytes(StoredStatement.StateOf(statement), StoredJson.Instance.StoredState),
    ];

    public static RedisValue RequestOf(Statement statement) =>
        JsonSerializer.SerializeToUtf8Bytes(StoredStatement.RequestOf(statement), StoredJson.Instance.StoredRequest);

    /// <summary>Puts a statement together.</summary>
    /// <returns>The statement, or null when there is none.</returns>
    /// <exception cref="StatementStoreException">What stands there cannot be read.</exception>
    public static Statement? Read(StatementHandle handle, ReadOnlySpan<RedisValue> fields)
    {
        if (fields is not [{ IsNull: false } format, var version, _, var expiry, var session, var requestId, var request, var state])
        {
            return null;
        }

        if (!format.TryParse(out int number) || number > Format)
        {
            throw RedisErrors.Failed(
                "read",
                handle,
                $"It was written in format {Shown(format)}, and this version of Mockhaus.Statements reads up to format {Format}.",
                "Update this server, or give the other one a Redis:KeyPrefix of its own.");
        }

        try
        {
            return StoredStatement.Read(
                new(handle, session!, requestId, (long)version, (long)expiry == 0 ? 0 : Time((long)expiry).UtcTicks),
                JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)request).Span, StoredJson.Instance.StoredRequest)!,
                JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)state).Span, StoredJson.Instance.StoredState)!);
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException or NullReferenceException)
        {
            throw RedisErrors.Failed(
                "read", handle, $"Its fields are damaged ({exception.GetType().Name}).", "Delete its keys, and submit the statement again.");
        }
    }

    /// <summary>From 1970 on: the scores of sorted sets are doubles, and exact up to the year 2255 so.</summary>
    public static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static string Shown(RedisValue format) => string.Create(CultureInfo.InvariantCulture, $"{format}") is { Length: <= 20 } text ? text : "?";
}
