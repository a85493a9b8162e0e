namespace Mockhaus.Statements.Results;

/// <summary>A column of a result, as the SQL API describes it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type.</param>
public sealed record ResultColumn(string Name, ResultColumnType Type)
{
    private const int MaxTextLength = 16_777_216;
    private const int BytesPerCharacter = 4;
    private const int MaxBinaryLength = 8_388_608;

    /// <summary>The total number of digits, for fixed; 0 for times and timestamps; null for others.</summary>
    public int? Precision { get; init; }

    /// <summary>The digits after the decimal point, for fixed, times and timestamps; null for others.</summary>
    public int? Scale { get; init; }

    /// <summary>The maximum number of characters (text) or bytes (binary); null for others.</summary>
    public int? Length { get; init; }

    /// <summary>The maximum number of bytes, for text and binary; null for others.</summary>
    public int? ByteLength { get; init; }

    /// <summary>Whether a cell may be null.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>The database of the column's table or view; null for expressions, and when it is unknown. Spelled as in the SQL,
    /// if the SQL contains it.</summary>
    public string? Database { get; init; }

    /// <summary>The schema of the table or view; null when <see cref="Database"/> is.</summary>
    public string? Schema { get; init; }

    /// <summary>The table or view of the column; null when <see cref="Database"/> is.</summary>
    public string? Table { get; init; }

    /// <summary>The extended type: <c>GEOMETRY</c> for an object that is GeoJSON; null for others.</summary>
    public string? ExtendedTypeName { get; init; }

    /// <summary>Whether the name is returned unchanged, because the SQL quotes it or Snowflake itself writes it so. The SQL API
    /// returns other names in upper case, as Snowflake does.</summary>
    public bool IsNameExact { get; init; }

    /// <summary>The output format of the cells (<see cref="StatementParameters"/>); null for Snowflake's text without a
    /// format, which the typed getters read. <see cref="ResultWriter.Start"/> replaces the value.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Creates a column of whole or decimal numbers.</summary>
    /// <param name="name">The name.</param>
    /// <param name="precision">The total number of digits, 1 to 38.</param>
    /// <param name="scale">The digits after the decimal point, 0 to <paramref name="precision"/>.</param>
    /// <returns>The column.</returns>
    public static ResultColumn Fixed(string name, int precision = 38, int scale = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 38);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new(name, ResultColumnType.Fixed) { Precision = precision, Scale = scale };
    }

    /// <summary>Creates a column of the counts of DML, whose names Snowflake writes in lower case.</summary>
    internal static ResultColumn Count(string name) => Fixed(name, 19) with { Nullable = false, IsNameExact = true };

    /// <summary>Creates a column of text.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The column.</returns>
    public static ResultColumn Text(string name) =>
        new(name, ResultColumnType.Text) { Length = MaxTextLength, ByteLength = MaxTextLength * BytesPerCharacter };

    /// <summary>Creates a column of bytes.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The column.</returns>
    public static ResultColumn Binary(string name) =>
        new(name, ResultColumnType.Binary) { Length = MaxBinaryLength, ByteLength = MaxBinaryLength };

    /// <summary>Creates a column of times of day or of timestamps.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">Time or one of the timestamps.</param>
    /// <param name="scale">The digits of the fraction of a second, 0 to 9.</param>
    /// <returns>The column.</returns>
    public static ResultColumn Temporal(string name, ResultColumnType type, int scale = 9)
    {
        if (type is < ResultColumnType.Time or > ResultColumnType.TimestampTz)
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "The type must be Time or one of the timestamps.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 9);
        return new(name, type) { Precision = 0, Scale = scale };
    }
}
