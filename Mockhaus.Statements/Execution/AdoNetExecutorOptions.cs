using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>How the ADO.NET executor makes its commands.</summary>
public sealed class AdoNetExecutorOptions
{
    /// <summary>Called for each command before it runs, with its statement: to rewrite the SQL, or to set what the provider knows.</summary>
    /// <value>Null: the statement's SQL runs as it is.</value>
    public Action<DbCommand, Statement>? ConfigureCommand { get; set; }
}
