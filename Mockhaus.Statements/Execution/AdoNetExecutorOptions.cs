using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>How the ADO.NET executor makes its commands.</summary>
public sealed class AdoNetExecutorOptions
{
    /// <summary>Called for each command before it runs, with its statement: to rewrite the SQL, or to set what the provider knows.</summary>
    /// <remarks>Providers other than DuckDB's get their parameters here. Of DuckDB's commands only the text counts: its bind
    /// variables are bound natively.</remarks>
    /// <value>Null: the statement's SQL runs as it is.</value>
    public Action<DbCommand, Statement>? ConfigureCommand { get; set; }
}
