namespace Mockhaus.Statements.Results;

/// <summary>Which column of a row is meant: its ordinal from 0, or its name. Both turn into a key by themselves, so that
/// <c>row.GetInt64(0)</c> and <c>row.GetInt64("ID")</c> are the same method.</summary>
/// <remarks>A name is looked for as it is, and if there is none, ignoring case. Of several columns of one name, the first is meant.</remarks>
public readonly record struct ColumnKey
{
    private readonly string? _name;
    private readonly int _ordinal;

    private ColumnKey(string? name, int ordinal) => (_name, _ordinal) = (name, ordinal);

    /// <summary>The column at an ordinal.</summary>
    /// <param name="ordinal">The ordinal, from 0.</param>
    public static implicit operator ColumnKey(int ordinal) => FromInt32(ordinal);

    /// <summary>The column of a name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator ColumnKey(string name) => FromString(name);

    /// <summary>The column at an ordinal.</summary>
    /// <param name="ordinal">The ordinal, from 0.</param>
    /// <returns>The key.</returns>
    public static ColumnKey FromInt32(int ordinal) => new(null, ordinal);

    /// <summary>The column of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The key.</returns>
    public static ColumnKey FromString(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name, 0);
    }

    internal int In(ResultColumns columns) => _name is null ? columns.Checked(_ordinal) : columns.Ordinal(_name);
}
