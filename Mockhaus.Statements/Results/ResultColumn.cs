namespace Mockhaus.Statements.Results;

/// <summary>One column of a result, described as the SQL API describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
public sealed record ResultColumn(string Name, ResultColumnType Type)
{
    private const int MaxTextLength = 16_777_216;
    private const int BytesPerCharacter = 4;
    private const int MaxBinaryLength = 8_388_608;

    /// <summary>Digits in all, for fixed; 0 for times and timestamps; null for others.</summary>
    public int? Precision { get; init; }

    /// <summary>Digits after the point, for fixed, times and timestamps; null for others.</summary>
    public int? Scale { get; init; }

    /// <summary>The most characters (text) or bytes (binary); null for others.</summary>
    public int? Length { get; init; }

    /// <summary>The most bytes, for text and binary; null for others.</summary>
    public int? ByteLength { get; init; }

    /// <summary>Whether a cell may be null.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>The database of the table or view that the column is of; null for expressions, and where it is not known. Spelled as the SQL spells
    /// it, where that names it.</summary>
    public string? Database { get; init; }

    /// <summary>The schema of that table or view; null as <see cref="Database"/> is.</summary>
    public string? Schema { get; init; }

    /// <summary>The table or view that the column is of; null as <see cref="Database"/> is.</summary>
    public string? Table { get; init; }

    /// <summary>What the values are, where the type does not say it: <c>GEOMETRY</c> for an object that is GeoJSON; null for others.</summary>
    public string? ExtendedTypeName { get; init; }

    /// <summary>Whether the name is to be shown as it is: the SQL quotes it, or Snowflake itself writes it so. Others are
    /// shown in upper case by the SQL API, as Snowflake does.</summary>
    public bool IsNameExact { get; init; }

    /// <summary>The output format that its cells are written in (<see cref="StatementParameters"/>); null for Snowflake's text without
    /// one, which the typed getters read. Set by <see cref="ResultWriter.Start"/>, whatever it was before.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>A column of whole or decimal numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="precision">Digits in all, 1 to 38.</param>
    /// <param name="scale">Digits after the point, 0 to <paramref name="precision"/>.</param>
    /// <returns>The column.</returns>
    public static ResultColumn Fixed(string name, int precision = 38, int scale = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 38);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        return new(name, ResultColumnType.Fixed) { Precision = precision, Scale = scale };
    }

    /// <summary>A column of the counts that DML is answered with; Snowflake writes their names in lower case.</summary>
    internal static ResultColumn Count(string name) => Fixed(name, 19) with { Nullable = false, IsNameExact = true };

    /// <summary>A column of text.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The column.</returns>
    public static ResultColumn Text(string name) =>
        new(name, ResultColumnType.Text) { Length = MaxTextLength, ByteLength = MaxTextLength * BytesPerCharacter };

    /// <summary>A column of bytes.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The column.</returns>
    public static ResultColumn Binary(string name) =>
        new(name, ResultColumnType.Binary) { Length = MaxBinaryLength, ByteLength = MaxBinaryLength };

    /// <summary>A column of times of day or of timestamps.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Time or one of the timestamps.</param>
    /// <param name="scale">Digits of the second's fraction, 0 to 9.</param>
    /// <returns>The column.</returns>
    public static ResultColumn Temporal(string name, ResultColumnType type, int scale = 9)
    {
        if (type is < ResultColumnType.Time or > ResultColumnType.TimestampTz)
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "The type is Time or one of the timestamps.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 9);
        return new(name, type) { Precision = 0, Scale = scale };
    }
}
