namespace Mockhaus.Statements.Results;

/// <summary>The columns of a stored result, by ordinal and by name.</summary>
internal sealed class ResultColumns(IReadOnlyList<ResultColumn> columns)
{
    private const int MaxShownNames = 20;

    // Created on the first access by name. Two threads can both create it, with the same contents.
    private ColumnNames? _names;

    public IReadOnlyList<ResultColumn> All { get; } = columns;

    public int Count { get; } = columns.Count;

    public ResultColumn this[int ordinal] => All[ordinal];

    public int Checked(int ordinal) => (uint)ordinal < (uint)Count
        ? ordinal
        : throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"The result has {Count} columns, numbered from 0.");

    public int Ordinal(string name) =>
        (_names ??= new(All.Select(column => column.Name))).Find(name) is >= 0 and var ordinal
            ? ordinal
            : throw new ArgumentOutOfRangeException(
                nameof(name),
                ErrorText.Quoted(name),
                $"The result has no column of this name. It has {string.Join(", ", All.Take(MaxShownNames).Select(column => ErrorText.Quoted(column.Name)))}" +
                $"{(Count > MaxShownNames ? $" and {Count - MaxShownNames} more" : "")}.");
}
