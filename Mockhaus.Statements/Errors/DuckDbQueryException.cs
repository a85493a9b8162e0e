namespace Mockhaus.Statements;

/// <summary>DuckDB could not read what was asked for.</summary>
internal sealed class DuckDbQueryException(string message) : Exception(message);
