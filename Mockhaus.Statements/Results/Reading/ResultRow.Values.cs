namespace Mockhaus.Statements.Results;

/// <content>Typed values.</content>
public sealed partial class ResultRow
{
    /// <summary>Returns Snowflake's text, for a column of any type.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The text.</returns>
    public string GetString(ColumnKey column) => CellAt(column).GetString();

    /// <summary>Returns a boolean.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public bool GetBoolean(ColumnKey column) => CellAt(column).GetBoolean();

    /// <summary>Returns a whole fixed number as 32 bits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public int GetInt32(ColumnKey column) => CellAt(column).GetInt32();

    /// <summary>Returns a whole fixed number as 64 bits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public long GetInt64(ColumnKey column) => CellAt(column).GetInt64();

    /// <summary>Returns a whole fixed number as 128 bits: all 38 digits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public Int128 GetInt128(ColumnKey column) => CellAt(column).GetInt128();

    /// <summary>Returns all digits of a fixed number without the decimal point, as <see cref="RowWriter.WriteDecimal"/> takes
    /// them.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value times ten to the power of the column's scale: 1234567 at scale 2 is 12345.67.</returns>
    public Int128 GetUnscaled(ColumnKey column) => CellAt(column).GetUnscaled();

    /// <summary>Returns a fixed number of up to 28 digits (29 below 7.9e28), exact.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public decimal GetDecimal(ColumnKey column) => CellAt(column).GetDecimal();

    /// <summary>Returns a real number, or the nearest one to a fixed number.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public double GetDouble(ColumnKey column) => CellAt(column).GetDouble();

    /// <summary>Returns the bytes of a binary column.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>A new array.</returns>
    public byte[] GetBytes(ColumnKey column) => CellAt(column).GetBytes();

    /// <summary>Returns a date of the years 1 to 9999.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public DateOnly GetDate(ColumnKey column) => CellAt(column).GetDate();

    /// <summary>Returns a time of day before 24:00, cut to 100 ns. <see cref="GetTimestamp"/> returns all digits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public TimeOnly GetTime(ColumnKey column) => CellAt(column).GetTime();

    /// <summary>Returns a timestamp of the years 1 to 9999, cut to 100 ns. <see cref="GetTimestamp"/> returns all digits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>For timestamp_ntz and for the midnight of a date, the unchanged value with an unspecified kind; for timestamp_ltz and
    /// timestamp_tz, the instant in UTC.</returns>
    public DateTime GetDateTime(ColumnKey column) => CellAt(column).GetDateTime();

    /// <summary>Returns an instant of the years 1 to 9999, cut to 100 ns. <see cref="GetTimestamp"/> returns all digits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>For timestamp_tz with its offset, up to 14 hours; for timestamp_ltz in UTC.</returns>
    public DateTimeOffset GetDateTimeOffset(ColumnKey column) => CellAt(column).GetDateTimeOffset();

    /// <summary>Returns a time of day or a timestamp, with all nine digits, of any year and offset.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public ResultTimestamp GetTimestamp(ColumnKey column) => CellAt(column).GetTimestamp();

    /// <summary>Returns the value as a given type; a nullable type also accepts NULL.</summary>
    /// <typeparam name="T">A type that the getters of this class return, another integer type, <see cref="float"/>,
    /// <see cref="TimeSpan"/> (a time of day, 24:00 too), <see cref="Guid"/> and <see cref="char"/> (from text),
    /// <see cref="object"/> (the default type of the column), or a nullable one of these.</typeparam>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value; null for NULL if <typeparamref name="T"/> is nullable.</returns>
    public T? Get<T>(ColumnKey column) => CellAt(column).Get<T>();

    /// <summary>Returns the value as the default type of its column, which docs/results.md lists.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value, or null for NULL.</returns>
    public object? GetValue(ColumnKey column) => CellAt(column).Value;
}
