using System.Data.Common;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>Runs a command of any provider, and copies its rows with one typed getter for each column.</summary>
internal static class DbReaderRunner
{
    public static void Run(DbCommand command, ResultWriter result, CancellationToken cancellationToken)
    {
        using var reader = command.ExecuteReader();
        if (reader.FieldCount > 0)
        {
            CopyRows(reader, result, cancellationToken);
        }
        else if (reader.RecordsAffected >= 0)
        {
            Wait(ChangeCounts.WriteAffectedAsync(reader.RecordsAffected, result, cancellationToken));
        }

        // Some providers report the error of a later statement only when its result is read.
        while (reader.NextResult())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static void CopyRows(DbDataReader reader, ResultWriter result, CancellationToken cancellationToken)
    {
        var rows = new DbReaderRows(reader, result, "Cast it in the SQL, to text or to fewer digits.");
        while (!result.IsTruncated && reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.WriteCells();
            Wait(result.EndRowAsync(cancellationToken));
        }
    }

    /// <summary>Blocks the executor's thread until the store has stored a batch, as back-pressure.</summary>
    public static void Wait(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            task.AsTask().GetAwaiter().GetResult();
        }
    }
}
