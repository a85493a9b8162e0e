using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Reads what an opened database holds, and makes a new one what it has to be.</summary>
internal static class FileLoader
{
    /// <exception cref="InvalidDataException">The database is not a store of statements, has a newer format, or is damaged.</exception>
    public static LoadedFile Load(DuckDbDatabase database)
    {
        var tables = Tables(database);
        if (tables.Count == 0)
        {
            Create(database);
            tables = Tables(database);
        }

        CheckFormat(database, tables);
        return new IndexBuilder(database, Generations(database, tables)).Build();
    }

    private static List<Generation> Generations(DuckDbDatabase database, List<string> tables)
    {
        var generations = new List<Generation>();
        var nextSeq = 1L;
        var numbers = tables.Where(table => table.StartsWith(Generation.Prefix, StringComparison.Ordinal))
            .Select(table => int.Parse(table[Generation.Prefix.Length..], CultureInfo.InvariantCulture));
        foreach (var number in numbers.Order())
        {
            var generation = new Generation(number, nextSeq);
            var (first, last, count) = GenerationRows.Range(database, generation.Table, nextSeq);
            if (first < nextSeq)
            {
                throw new InvalidDataException($"Row {first} of {generation.Table} stands behind row {nextSeq - 1}. The file is damaged: restore it from a copy.");
            }

            generation.Rows = count;
            generations.Add(generation);
            nextSeq = last + 1;
        }

        return generations;
    }

    /// <summary>All tables are created in one step and are in the file itself before any row, so that an old log beside it does no
    /// harm.</summary>
    private static void Create(DuckDbDatabase database)
    {
        var first = new Generation(1, 1);
        database.Execute($"begin; {DuckDbSchema.CreateStore} {DuckDbSchema.Create(first)} {DuckDbSchema.CreateViews([first])} commit;");
        database.Execute("checkpoint");
    }

    private static void CheckFormat(DuckDbDatabase database, List<string> tables)
    {
        if (!tables.Contains("mockhaus_store"))
        {
            throw new InvalidDataException("It is a DuckDB database, but holds other tables than a store of statements does. Name another file.");
        }

        var format = 0;
        database.Read("select format from mockhaus_store", (columns, rows) => format = columns[0].Get<int>(rows - 1));
        if (format > DuckDbSchema.Format)
        {
            throw new InvalidDataException(
                $"The file has format {format}, and this version reads formats up to {DuckDbSchema.Format}. Use the version that wrote it, or a later one.");
        }

        DuckDbUpgrade.Run(database, format);
    }

    private static List<string> Tables(DuckDbDatabase database)
    {
        var tables = new List<string>();
        database.Read("select table_name from duckdb_tables() where not internal", (columns, rows) =>
        {
            for (var row = 0; row < rows; row++)
            {
                tables.Add(Encoding.UTF8.GetString(columns[0].Bytes(row)));
            }
        });
        return tables;
    }
}
