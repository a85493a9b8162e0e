namespace Mockhaus.Statements.Results;

/// <summary>Identifies a column of a row by its ordinal, from 0, or by its name. Both convert implicitly, so that
/// <c>row.GetInt64(0)</c> and <c>row.GetInt64("ID")</c> call the same method.</summary>
/// <remarks>A name is matched exactly, otherwise ignoring case. Of several columns with the same name, the first is used.</remarks>
public readonly record struct ColumnKey
{
    private readonly string? _name;
    private readonly int _ordinal;

    private ColumnKey(string? name, int ordinal) => (_name, _ordinal) = (name, ordinal);

    /// <summary>Identifies a column by ordinal.</summary>
    /// <param name="ordinal">The ordinal, from 0.</param>
    public static implicit operator ColumnKey(int ordinal) => FromInt32(ordinal);

    /// <summary>Identifies a column by name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator ColumnKey(string name) => FromString(name);

    /// <summary>Identifies a column by ordinal.</summary>
    /// <param name="ordinal">The ordinal, from 0.</param>
    /// <returns>The key.</returns>
    public static ColumnKey FromInt32(int ordinal) => new(null, ordinal);

    /// <summary>Identifies a column by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The key.</returns>
    public static ColumnKey FromString(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name, 0);
    }

    internal int In(ResultColumns columns) => _name is null ? columns.Checked(_ordinal) : columns.Ordinal(_name);
}
