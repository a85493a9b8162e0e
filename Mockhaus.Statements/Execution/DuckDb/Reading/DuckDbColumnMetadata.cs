using DuckDB.NET.Native;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The metadata of the columns of a SELECT besides their names and types: nullability, table and length.</summary>
/// <remarks>A DuckDB result does not contain it, so it is determined from the select list, the bindings, and for a single table from the
/// catalog.</remarks>
internal sealed class DuckDbColumnMetadata(SelectList? list, TableColumns? table, IReadOnlyDictionary<string, StatementBinding> bindings)
{
    private const int FunctionLength = 134_217_728;
    private const int BytesPerCharacter = 4;

    public static DuckDbColumnMetadata None { get; } = new(null, null, Statement.NoBindings);

    /// <summary>Call before the statement is executed, because a second query ends the stream of the first one.</summary>
    public static DuckDbColumnMetadata Create(DuckDBNativeConnection connection, string sql, IReadOnlyDictionary<string, StatementBinding> bindings)
    {
        var list = SelectList.Parse(sql);
        var isAsked = list?.Table is not null && !StagedTables.Contain(sql) && list.Items.Any(item => item.Kind is SelectItemKind.Column or SelectItemKind.Star);
        return list is null ? None : new(list, isAsked ? TableColumns.Find(connection, list.Table!) : null, bindings);
    }

    public ResultColumn[] Apply(ResultColumn[] columns)
    {
        if (list?.For(columns.Length) is not { } items)
        {
            return columns;
        }

        return [.. columns.Zip(items, (column, item) => item.Kind switch
        {
            SelectItemKind.Literal => WithLength(column with { Nullable = false }, item.Length),
            SelectItemKind.Count => column with { Nullable = false },
            SelectItemKind.Bound => ForBinding(column, item.Name),
            SelectItemKind.Column => table?.Describe(column, item.Name) ?? column,
            SelectItemKind.Star => table?.Describe(column, column.Name) ?? column,
            _ when column.Type == ResultColumnType.Text => column with { Length = FunctionLength, ByteLength = FunctionLength },
            _ => column,
        })];
    }

    private ResultColumn ForBinding(ResultColumn column, string name)
    {
        var binding = bindings.FirstOrDefault(bound => bound.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        var values = binding is null ? [] : binding.Values ?? [binding.Value];
        if (values.Count == 0 || values.Any(value => value is null))
        {
            return column;
        }

        return column.Type switch
        {
            ResultColumnType.Text => WithLength(column, values.Max(value => SelectList.CharactersOf(value!))),
            ResultColumnType.Binary => column with { Length = values.Max(value => value!.Length / 2), ByteLength = values.Max(value => value!.Length / 2) },
            _ => column,
        } with
        { Nullable = false };
    }

    private static ResultColumn WithLength(ResultColumn column, int? length) => column.Type == ResultColumnType.Text && length is { } characters
        ? column with { Length = characters, ByteLength = characters * BytesPerCharacter }
        : column;
}
