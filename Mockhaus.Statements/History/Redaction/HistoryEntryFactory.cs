using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.History;

/// <summary>Makes the entries of the history.</summary>
internal sealed class HistoryEntryFactory(StatementHistoryOptions options, string server, TimeProvider timeProvider)
{
    private const int MaxKept = 256;
    private const int MaxKeptLength = 1024;

    private readonly Dictionary<(string Sql, bool IsParsed, bool IsSingle), SqlContent> _contents = [];

    /// <summary>Makes the entry of an event of a statement, or of a session.</summary>
    public HistoryEntry Create(HistoryEntryKind kind, DateTimeOffset at, Statement? statement, string? sessionId)
    {
        if (statement is null)
        {
            return new() { Id = NewId(), Kind = kind, At = at, Server = server, SessionId = sessionId };
        }

        var hasContent = kind is HistoryEntryKind.Ended or HistoryEntryKind.Submitted;
        var content = hasContent ? ContentOf(statement) : default;
        return new()
        {
            Id = IdOf(kind, statement.Handle),
            Kind = kind,
            At = at,
            Server = server,
            SessionId = statement.SessionId,
            User = statement.User,
            Handle = statement.Handle,
            Parent = statement.Parent,
            Status = statement.Status,
            QueryTag = statement.QueryTag,
            CreatedAt = statement.CreatedAt,
            StartedAt = statement.StartedAt,
            CompletedAt = statement.CompletedAt,
            Operation = content.Operation,
            Sql = content.Sql,
            SqlLength = statement.Sql.Length,
            Shape = content.Shape,
            Database = statement.Context.Database,
            Schema = statement.Context.Schema,
            Warehouse = statement.Context.Warehouse,
            Role = statement.Context.Role,
            Rows = statement.Result?.RowCount,
            Bytes = statement.Result?.Batches.Sum(batch => (long)batch.StoredBytes),
            ErrorCode = statement.Error?.Code,
            SqlState = statement.Error?.SqlState,
            ErrorMessage = options.SqlText == HistorySqlText.Full ? statement.Error?.Message : null,
        };
    }

    /// <summary>Makes the entry for entries that were lost.</summary>
    public HistoryEntry CreateGap(long lost, DateTimeOffset from, DateTimeOffset to) =>
        new() { Id = NewId(), Kind = HistoryEntryKind.Gap, At = to, Server = server, Lost = lost, LostFrom = from };

    /// <summary>Whether it is certain that a database has parsed the SQL: it succeeded, or failed because of its data or of other
    /// transactions. A cancel, a timeout or an outage can come before the parser.</summary>
    public static bool IsParsed(Statement statement) => statement switch
    {
        { Status: StatementStatus.Succeeded } => true,
        { StartedAt: not null, StatementCount: 1, Error.SqlState: ['2', '2' or '3', ..] or ['4', '0', ..] } => true,
        _ => false,
    };

    /// <summary>Forgets the SQL that was seen last.</summary>
    public void Forget()
    {
        lock (_contents)
        {
            _contents.Clear();
        }
    }

    /// <summary>What an entry has of the SQL. Programs repeat their statements, and redacting costs more than looking one up (measured).</summary>
    private SqlContent ContentOf(Statement statement)
    {
        var key = (statement.Sql, IsParsed(statement), statement.StatementCount == 1);
        if (statement.Sql.Length > MaxKeptLength)
        {
            return CreateContent(statement);
        }

        lock (_contents)
        {
            if (!_contents.TryGetValue(key, out var content))
            {
                if (_contents.Count == MaxKept)
                {
                    _contents.Clear();
                }

                _contents.Add(key, content = CreateContent(statement));
            }

            return content;
        }
    }

    private SqlContent CreateContent(Statement statement)
    {
        // A tombstone has no SQL any more. The shape is that of the whole text, however little of it is kept.
        var hasSql = statement.Sql.Length > 0 && options.SqlText != HistorySqlText.None;
        var redacted = hasSql ? SqlRedactor.Redact(statement.Sql, IsParsed(statement), int.MaxValue) : null;
        var sql = redacted is null ? null
            : options.SqlText == HistorySqlText.Full ? Cut(statement.Sql)
            : redacted.Length <= options.MaxSqlLength ? redacted
            : SqlRedactor.Redact(statement.Sql, IsParsed(statement), options.MaxSqlLength);
        return new(SqlOperation.From(statement), sql, redacted is null ? null : ToUuid(SHA256.HashData(MemoryMarshal.AsBytes(redacted.AsSpan()))));
    }

    /// <summary>Without half a character at its end.</summary>
    private string Cut(string sql) => sql.Length <= options.MaxSqlLength ? sql
        : sql[..(char.IsHighSurrogate(sql[options.MaxSqlLength - 1]) ? options.MaxSqlLength - 1 : options.MaxSqlLength)];

    private Guid NewId() => Guid.CreateVersion7(timeProvider.GetUtcNow());

    /// <summary>The same event has the same id, on every server: a hash of the statement and the kind.</summary>
    private static Guid IdOf(HistoryEntryKind kind, StatementHandle handle)
    {
        Span<byte> name = stackalloc byte[17];
        handle.Value.TryWriteBytes(name, bigEndian: true, out _);
        name[16] = (byte)kind;
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(name, hash);
        return ToUuid(hash);
    }

    /// <summary>A UUID of version 8 (RFC 9562) of the first bytes of a hash.</summary>
    private static Guid ToUuid(ReadOnlySpan<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        hash[..16].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }

    private readonly record struct SqlContent(string? Operation, string? Sql, Guid? Shape);
}
