namespace Mockhaus.Statements;

/// <summary>DuckDB refused an internal query, or failed while it ran.</summary>
internal sealed class DuckDbQueryException(string message) : Exception(message);
