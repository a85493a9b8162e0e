using System.Data.Common;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Execution.DuckDb;

namespace Mockhaus.Statements.Execution;

/// <summary>Refuses SQL that reaches beyond its own session on a DuckDB server that several users share.</summary>
/// <remarks>
/// <para>Refused are calls of functions that read files (<c>read_csv</c>), run text as SQL (<c>query</c>), switch or read the
/// engine's logs (<c>enable_logging</c>, <c>duckdb_logs</c>), or overflow the native stack on values that are computed (<c>from_json</c>,
/// <c>json_structure</c>: these take literals and bind variables only); COPY, ATTACH, DETACH, EXPORT, IMPORT, INSTALL, LOAD, secrets,
/// <c>SET GLOBAL</c>, <c>RESET GLOBAL</c>, FORCE CHECKPOINT; and each PRAGMA that does more than show something. docs/sql-api.md has the list.</para>
/// <para>It reads tokens as DuckDB does: what stands in a text or a comment, and the name of a table or a column, is no call. It is no
/// replacement for the engine's own switches: a host sets <c>enable_external_access = false</c> and <c>lock_configuration = true</c> too.</para>
/// <para>Safe for many threads.</para>
/// </remarks>
public static class DuckDbGuard
{
    /// <summary>Checks a command; made to be <see cref="AdoNetExecutorOptions.ConfigureCommand"/>.</summary>
    /// <param name="command">The command that is about to run.</param>
    /// <param name="statement">Its statement.</param>
    /// <exception cref="StatementFailedException">The SQL is refused (003001, SQLSTATE 42501); the message names what for.</exception>
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
