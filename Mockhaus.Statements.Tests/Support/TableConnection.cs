using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Mockhaus.Statements.Tests.Support;

internal sealed class TableConnection(Func<DbDataReader> read, Func<CancellationToken, Task> opening) : DbConnection
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The SQL of its commands, as each was run.</summary>
    public List<string> Ran { get; } = [];

    public Task Closed => _closed.Task;

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "";

    public override string DataSource => "";

    public override string ServerVersion => "";

    public override ConnectionState State => ConnectionState.Open;

    public override void Open() => opening(CancellationToken.None).GetAwaiter().GetResult();

    public override Task OpenAsync(CancellationToken cancellationToken) => opening(cancellationToken);

    public override void Close()
    {
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new TableCommand(read) { Connection = this };

    protected override void Dispose(bool disposing)
    {
        _closed.TrySetResult();
        base.Dispose(disposing);
    }
}
