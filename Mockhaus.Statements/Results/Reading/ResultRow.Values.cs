namespace Mockhaus.Statements.Results;

/// <content>Typed values.</content>
public sealed partial class ResultRow
{
    /// <summary>Text: Snowflake's, for a column of any type.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The text.</returns>
    public string GetString(ColumnKey column) => CellAt(column).GetString();

    /// <summary>A boolean.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public bool GetBoolean(ColumnKey column) => CellAt(column).GetBoolean();

    /// <summary>A fixed number that is whole, as 32 bits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public int GetInt32(ColumnKey column) => CellAt(column).GetInt32();

    /// <summary>A fixed number that is whole, as 64 bits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public long GetInt64(ColumnKey column) => CellAt(column).GetInt64();

    /// <summary>A fixed number that is whole, as 128 bits: all 38 digits.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public Int128 GetInt128(ColumnKey column) => CellAt(column).GetInt128();

    /// <summary>All digits of a fixed number without the point, as <see cref="RowWriter.WriteDecimal"/> takes them.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value times ten to the power of the column's scale: 1234567 at scale 2 is 12345.67.</returns>
    public Int128 GetUnscaled(ColumnKey column) => CellAt(column).GetUnscaled();

    /// <summary>A fixed number of up to 28 digits (29 below 7.9e28), exact.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public decimal GetDecimal(ColumnKey column) => CellAt(column).GetDecimal();

    /// <summary>A real number; or a fixed one, as the nearest that there is.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public double GetDouble(ColumnKey column) => CellAt(column).GetDouble();

    /// <summary>The bytes of a binary column.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>A new array.</returns>
    public byte[] GetBytes(ColumnKey column) => CellAt(column).GetBytes();

    /// <summary>A date of the years 1 to 9999.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public DateOnly GetDate(ColumnKey column) => CellAt(column).GetDate();

    /// <summary>A time of day before 24:00, to 100 ns: what is over is cut. <see cref="GetTimestamp"/> has it all.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public TimeOnly GetTime(ColumnKey column) => CellAt(column).GetTime();

    /// <summary>A timestamp of the years 1 to 9999, to 100 ns: what is over is cut. <see cref="GetTimestamp"/> has it all.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>Of timestamp_ntz, and of a date its midnight, as it is, with an unspecified kind; of timestamp_ltz and timestamp_tz
    /// the instant in UTC.</returns>
    public DateTime GetDateTime(ColumnKey column) => CellAt(column).GetDateTime();

    /// <summary>An instant of the years 1 to 9999, to 100 ns: what is over is cut. <see cref="GetTimestamp"/> has it all.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>Of timestamp_tz with its own offset, up to 14 hours; of timestamp_ltz in UTC.</returns>
    public DateTimeOffset GetDateTimeOffset(ColumnKey column) => CellAt(column).GetDateTimeOffset();

    /// <summary>A time of day or any timestamp, with all nine digits, of any year and offset.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value.</returns>
    public ResultTimestamp GetTimestamp(ColumnKey column) => CellAt(column).GetTimestamp();

    /// <summary>The value as a type of the caller's choice; a nullable one takes NULL too.</summary>
    /// <typeparam name="T">What the getters of this class return, another whole number, <see cref="float"/>,
    /// <see cref="TimeSpan"/> (a time of day, 24:00 too), <see cref="Guid"/> and <see cref="char"/> (from text),
    /// <see cref="object"/> (the natural type of the column), or one of them made nullable.</typeparam>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value; null for NULL when <typeparamref name="T"/> has a null.</returns>
    public T? Get<T>(ColumnKey column) => CellAt(column).Get<T>();

    /// <summary>The value as the natural type of its column, as docs/results.md has it.</summary>
    /// <param name="column">The column, by ordinal or by name.</param>
    /// <returns>The value, or null for NULL.</returns>
    public object? GetValue(ColumnKey column) => CellAt(column).Value;
}
