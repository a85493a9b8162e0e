using Mockhaus.Statements.Execution.AdoNet;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Counts the rows of a MERGE by action.</summary>
internal sealed class MergeActions
{
    private long _inserted;
    private long _updated;
    private long _deleted;

    /// <summary>Adds rows whose only column is INSERT, UPDATE or DELETE.</summary>
    public void Add(ReadOnlySpan<DuckDbVector> columns, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            switch (columns[0].Bytes(row)[0])
            {
                case (byte)'I':
                    _inserted++;
                    break;
                case (byte)'U':
                    _updated++;
                    break;
                default:
                    _deleted++;
                    break;
            }
        }
    }

    /// <summary>The counts of the actions in the statement, with 0 for actions without rows.</summary>
    public ChangeCounts CountsOf(string sql)
    {
        var (inserts, updates, deletes) = (false, false, false);
        var isThen = false;
        foreach (var token in SqlTokenizer.Tokenize(sql))
        {
            inserts |= isThen && token.Is("INSERT");
            updates |= isThen && token.Is("UPDATE");
            deletes |= isThen && token.Is("DELETE");
            isThen = token.Is("THEN");
        }

        // Without actions, matched rows are updated and others inserted.
        return (inserts, updates, deletes) is (false, false, false)
            ? new(_inserted, _updated, _deleted)
            : new(inserts ? _inserted : null, updates ? _updated : null, deletes ? _deleted : null) { IsMerge = true };
    }
}
