namespace Mockhaus.Statements.Results;

/// <summary>The number of rows that a DML statement changed.</summary>
/// <param name="RowsInserted">Rows inserted.</param>
/// <param name="RowsUpdated">Rows updated.</param>
/// <param name="RowsDeleted">Rows deleted.</param>
public sealed record ResultStats(long RowsInserted, long RowsUpdated, long RowsDeleted);
