using System.Data.Common;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Refuses SQL that accesses data outside of its session, on a DuckDB server that several users share.</summary>
/// <remarks>
/// <para>It refuses calls of functions that read files (<c>read_csv</c>), run text as SQL (<c>query</c>), configure or read the
/// engine's logs (<c>enable_logging</c>, <c>duckdb_logs</c>), or overflow the native stack for computed values (<c>from_json</c>,
/// <c>json_structure</c>: these take literals and bind variables only); COPY, ATTACH, DETACH, EXPORT, IMPORT, INSTALL, LOAD, secrets,
/// <c>SET GLOBAL</c>, <c>RESET GLOBAL</c>, FORCE CHECKPOINT; and every PRAGMA that changes something. docs/sql-api.md has the list.</para>
/// <para>It checks tokens as DuckDB does: texts, comments, and names of tables and columns are not calls. It does not
/// replace the engine's own settings: a host also sets <c>enable_external_access = false</c> and <c>lock_configuration = true</c>.</para>
/// <para>Thread-safe.</para>
/// </remarks>
public static class DuckDbGuard
{
    /// <summary>Checks a command. Use it as <see cref="AdoNetExecutorOptions.ConfigureCommand"/>.</summary>
    /// <param name="command">The command that is about to run.</param>
    /// <param name="statement">Its statement.</param>
    /// <exception cref="StatementFailedException">The SQL is refused (003001, SQLSTATE 42501). The message contains the reason.</exception>
    public static void Check(DbCommand command, Statement statement)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(statement);
        if (DuckDbAccessCheck.Refused(command.CommandText) is { } refused)
        {
            throw new StatementFailedException(new("003001", "42501", $"SQL access control error:\n{refused}"));
        }
    }
}
