using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Testing;

/// <summary>Infers the types of columns from their values.</summary>
internal static class ScriptedColumns
{
    /// <summary>Infers the types from all rows. The scale of a decimal column is the largest scale of its values.</summary>
    public static ResultColumn[] FromAll(IReadOnlyList<ScriptedColumn> columns, IReadOnlyList<ScriptedRow> rows) =>
        [.. columns.Select((column, ordinal) => column.Column ?? Infer(column.Name, CellsAt(rows, ordinal)))];

    /// <summary>Infers the types from the first of many rows; the scales of the other rows are unknown.</summary>
    public static ResultColumn[] FromFirst(IReadOnlyList<ScriptedColumn> columns, ScriptedRow first) =>
    [
        .. columns.Select((column, ordinal) => column.Column
            ?? ClrColumns.Create(column.Name, CellsAt([first], ordinal).FirstOrDefault()?.GetType() ?? typeof(string), null)),
    ];

    private static IEnumerable<object> CellsAt(IReadOnlyList<ScriptedRow> rows, int ordinal) =>
        rows.Where(row => ordinal < row.Values.Length).Select(row => row.Values[ordinal]).OfType<object>();

    private static ResultColumn Infer(string name, IEnumerable<object> values)
    {
        ResultColumn? column = null;
        foreach (var value in values)
        {
            var next = ClrColumns.Create(name, value.GetType(), value is decimal number ? number.Scale : null);
            column = column is null ? next : Join(column, next);
        }

        return column ?? ResultColumn.Text(name);
    }

    private static ResultColumn Join(ResultColumn one, ResultColumn other) => (one.Type, other.Type) switch
    {
        (ResultColumnType.Fixed, ResultColumnType.Fixed) => ResultColumn.Fixed(
            one.Name, Math.Max(one.Precision ?? 38, other.Precision ?? 38), Math.Max(one.Scale ?? 0, other.Scale ?? 0)),
        (ResultColumnType.Fixed, ResultColumnType.Real) when one.Scale == 0 => other,
        (ResultColumnType.Real, ResultColumnType.Fixed) when other.Scale == 0 => one,
        var (type, same) when type == same => one,
        _ => throw new ArgumentException(
            $"The values of column '{one.Name}' are {one.Type} and {other.Type}. Give it values of one type, or a {nameof(ResultColumn)} instead of its name."),
    };
}
