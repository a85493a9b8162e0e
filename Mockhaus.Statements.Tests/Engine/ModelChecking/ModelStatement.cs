using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>What is known of one statement, from the writes that the store has taken.</summary>
internal sealed class ModelStatement(int number, string session, StatementRequest request)
{
    private readonly List<Statement> _history = [];

    public int Number { get; } = number;

    public string Name { get; } = $"#{number}";

    public StatementHandle Handle { get; } = request.Handle!.Value;

    public string Session { get; } = session;

    public StatementRequest Request { get; } = request;

    /// <summary>The rows that its executor writes; each names its statement.</summary>
    public IReadOnlyList<string> Rows { get; } = GatedExecutor.RowsOf(request.Sql, request.Handle!.Value);

    public bool IsStored => _history.Count > 0;

    public Statement Newest => _history[^1];

    public long Version => IsStored ? Newest.Version : 0;

    public bool IsLive => IsStored && !IsRemoved && Final is null;

    public bool IsRemoved { get; set; }

    /// <summary>Whether a sweep has come by since it expired, so that the store may have made it a tombstone.</summary>
    public bool IsSwept { get; set; }

    /// <summary>The terminal state, which never changes.</summary>
    public Statement? Final { get; private set; }

    /// <summary>Who wrote the terminal state; null for a worker.</summary>
    public ModelOperation? Winner { get; private set; }

    /// <summary>What the program has told its executor.</summary>
    public ModelEnd Told { get; set; }

    public bool IsEnqueued { get; set; }

    /// <summary>Whether a worker has taken it out of the queue.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether the manager has learned that it has ended, so that its waiters wake and its executor is told to stop.</summary>
    public bool IsEnded { get; set; }

    /// <summary>What it answered last; what has expired may not come back.</summary>
    public ModelView LastView { get; set; }

    public void Add(Statement statement) => _history.Add(statement);

    public void End(Statement final, ModelOperation? winner)
    {
        (Final, Winner) = (final, winner);
        _history.Add(final);
    }

    public void Refresh(DateTimeOffset expiresAt) => _history[^1] = Newest with { ExpiresAt = expiresAt };

    public Statement? At(long version) => _history.Find(statement => statement.Version == version);

    /// <summary>Whether it had no rows in a version from the given one on.</summary>
    public bool WasWithoutResultSince(long version) =>
        _history.Exists(statement => statement.Version >= version && statement.Result is null);

    public ModelView ViewAt(DateTimeOffset now, TimeSpan tombstoneRetention) =>
        !IsStored || IsRemoved || Newest.ExpiresAt + tombstoneRetention <= now ? ModelView.Unknown
        : Newest.IsExpiredAt(now) ? ModelView.Expired
        : ModelView.Visible;
}
