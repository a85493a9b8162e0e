using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>A connection for the statements of one request, with what the request sets on it.</summary>
internal sealed class AdoNetSession : IDisposable
{
    private readonly DuckDbContext? _context;

    /// <summary>Takes the connection over.</summary>
    public AdoNetSession(DbConnection connection, StatementContext context)
    {
        Connection = connection;
        if (connection is not DuckDBConnection duckDb)
        {
            return;
        }

        try
        {
            DuckDbConnectionSettings.LimitStreaming(duckDb);
            if (context.Parameters.Count > 0)
            {
                DuckDbConnectionSettings.SetTimeZone(duckDb, ResultSettings.From(context.Parameters).TimeZone);
            }

            _context = DuckDbContext.Use(duckDb, context);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public DbConnection Connection { get; }

    /// <summary>Closes the connection, which rolls back what is open.</summary>
    public void Dispose()
    {
        _context?.Dispose();
        Connection.Dispose();
    }
}
