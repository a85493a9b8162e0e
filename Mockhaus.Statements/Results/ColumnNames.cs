namespace Mockhaus.Statements.Results;

/// <summary>Finds columns by name: by the exact name, otherwise ignoring case.</summary>
internal sealed class ColumnNames
{
    private readonly Dictionary<string, int> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _loose = new(StringComparer.OrdinalIgnoreCase);

    public ColumnNames(IEnumerable<string> names)
    {
        foreach (var (ordinal, name) in names.Index())
        {
            _exact.TryAdd(name, ordinal);
            _loose.TryAdd(name, ordinal);
        }
    }

    /// <summary>The ordinal of the column, or -1.</summary>
    public int Find(string name) =>
        _exact.TryGetValue(name, out var ordinal) || _loose.TryGetValue(name, out ordinal) ? ordinal : -1;
}
