using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.DuckDb;

/// <summary>Reads what an opened database holds, and makes a new one what it has to be.</summary>
internal static class FileLoader
{
    /// <exception cref="InvalidDataException">The database is not ours, of a newer format, or damaged.</exception>
    public static LoadedFile Load(DuckDbDatabase database)
    {
        var tables = Tables(database);
        if (tables.Count == 0)
        {
            Create(database);
            tables = Tables(database);
        }

        CheckFormat(database, tables);
        var index = new StatementIndex();
        var nextSeq = 1L;
        var generations = new List<Generation>();
        var numbered = tables.Where(table => table.Name.StartsWith(Generation.Prefix, StringComparison.Ordinal))
            .Select(table => (Number: int.Parse(table.Name[Generation.Prefix.Length..], CultureInfo.InvariantCulture), table.Rows))
            .OrderBy(table => table.Number)
            .ToList();
        foreach (var (number, rows) in numbered)
        {
            generations.Add(Load(database, index, number, rows, ref nextSeq));
        }

        return new(index, [.. generations], nextSeq);
    }

    private static Generation Load(DuckDbDatabase database, StatementIndex index, int number, long rows, ref long nextSeq)
    {
        var generation = new Generation(number, nextSeq);
        var last = nextSeq - 1;
        index.Reserve((int)Math.Min(rows / 3, int.MaxValue / 2) + index.Count);
        GenerationRows.ReadIndex(database, generation, (row, seq) =>
        {
            if (seq <= last)
            {
                throw new InvalidDataException($"Row {seq} of {generation.Table} stands behind row {last}. The file is damaged: restore it from a copy.");
            }

            last = seq;
            generation.Rows++;
            generation.Size += row.Size;
            index.Apply(row, seq);
        });
        nextSeq = last + 1;
        return generation;
    }

    /// <summary>All tables in one step and in the file itself before any row: an old log beside it can then do no harm.</summary>
    private static void Create(DuckDbDatabase database)
    {
        var first = new Generation(1, 1);
        database.Execute($"begin; {DuckDbSchema.CreateStore} {DuckDbSchema.Create(first)} {DuckDbSchema.CreateViews([first])} commit;");
        database.Execute("checkpoint");
    }

    private static void CheckFormat(DuckDbDatabase database, List<(string Name, long Rows)> tables)
    {
        if (!tables.Exists(table => table.Name == "mockhaus_store"))
        {
            throw new InvalidDataException("It is a DuckDB database, but holds other tables than a store of statements does. Name another file.");
        }

        var format = 0;
        database.Read("select format from mockhaus_store", (columns, row) => format = columns[0].Get<int>(row));
        if (format > DuckDbSchema.Format)
        {
            throw new InvalidDataException(
                $"The file has format {format}, and this version reads formats up to {DuckDbSchema.Format}. Use the version that wrote it, or a later one.");
        }

        DuckDbUpgrade.Run(database, format);
    }

    private static List<(string Name, long Rows)> Tables(DuckDbDatabase database)
    {
        var tables = new List<(string, long)>();
        database.Read("select table_name, estimated_size from duckdb_tables() where not internal", (columns, row) =>
            tables.Add((Encoding.UTF8.GetString(columns[0].Bytes(row)), columns[1].Get<long>(row))));
        return tables;
    }
}
