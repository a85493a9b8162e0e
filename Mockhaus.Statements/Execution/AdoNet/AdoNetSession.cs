using System.Data.Common;
using DuckDB.NET.Data;
using Mockhaus.Statements.Execution.DuckDb;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>A connection for the statements of one request, with the settings of the request.</summary>
internal sealed class AdoNetSession : IDisposable
{
    private readonly DuckDbContext? _context;

    /// <summary>Takes ownership of the connection.</summary>
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

    /// <summary>Closes the connection, which rolls back an open transaction.</summary>
    public void Dispose()
    {
        _context?.Dispose();
        Connection.Dispose();
    }
}
