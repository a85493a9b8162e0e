namespace Mockhaus.Statements.History;

/// <summary>Reads a page of a history file.</summary>
internal static class HistoryPages
{
    /// <summary>The first range of numbers that is read. Each further one is larger, so that a page of everything reads little, and one of a rare
    /// session few ranges.</summary>
    private const long FirstRange = 2048;

    private const int Growth = 8;

    /// <summary>How many numbers a page passes over at most.</summary>
    private const long MaxScanned = 2 * HistoryTable.MaxEntries;

    public static HistoryPage Read(HistoryFile file, HistoryQuery query, long before, int limit)
    {
        var page = new List<HistoryEntry>();
        var (scanned, range) = (0L, FirstRange);
        foreach (var table in file.Tables.Reverse().Where(table => table.First < before))
        {
            if (query.Filter.SessionId is { } session && !table.MayContainSession(session))
            {
                continue;
            }

            for (var end = Math.Min(before, table.End); end > table.First;)
            {
                if (scanned >= MaxScanned)
                {
                    return new(page, HistoryPosition.Format(end));
                }

                var from = Math.Max(table.First, end - range);
                foreach (var (number, entry) in file.Read(table, query, from, end, limit - page.Count))
                {
                    page.Add(entry);
                    if (page.Count == limit)
                    {
                        return new(page, number > file.Tables[0].First ? HistoryPosition.Format(number) : null);
                    }
                }

                (scanned, end, range) = (scanned + end - from, from, Math.Min(range * Growth, HistoryTable.MaxEntries));
            }
        }

        return new(page, null);
    }
}
