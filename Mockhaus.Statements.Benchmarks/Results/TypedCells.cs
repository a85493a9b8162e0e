using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>Reads one cell that is not null with a getter of its type, and writes it in Snowflake's text form.</summary>
internal delegate void TypedCell(DuckDBDataReader reader, int ordinal, Utf8JsonWriter json);

/// <summary>What somebody writes by hand who knows the types of a query's columns: no boxing, and no strings but DuckDB.NET's own.</summary>
internal static class TypedCells
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static TypedCell Int16 { get; } = static (reader, ordinal, json) => WriteNumber(reader.GetInt16(ordinal), json);

    public static TypedCell Int32 { get; } = static (reader, ordinal, json) => WriteNumber(reader.GetInt32(ordinal), json);

    public static TypedCell Int64 { get; } = static (reader, ordinal, json) => WriteNumber(reader.GetInt64(ordinal), json);

    public static TypedCell Text { get; } = static (reader, ordinal, json) => json.WriteStringValue(reader.GetString(ordinal));

    public static TypedCell Boolean { get; } = static (reader, ordinal, json) => json.WriteStringValue(reader.GetBoolean(ordinal) ? "true"u8 : "false"u8);

    public static TypedCell Date { get; } = static (reader, ordinal, json) =>
        WriteNumber(reader.GetFieldValue<DateOnly>(ordinal).DayNumber - EpochDay, json);

    public static TypedCell Decimal { get; } = static (reader, ordinal, json) =>
    {
        Span<byte> text = stackalloc byte[40];
        reader.GetDecimal(ordinal).TryFormat(text, out var length, "F2", CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    };

    public static TypedCell Double { get; } = static (reader, ordinal, json) =>
    {
        Span<byte> text = stackalloc byte[40];
        reader.GetDouble(ordinal).TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    };

    public static TypedCell Timestamp { get; } = static (reader, ordinal, json) =>
    {
        var (seconds, ticks) = Math.DivRem(reader.GetDateTime(ordinal).Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        Span<byte> text = stackalloc byte[40];
        Utf8Formatter.TryFormat(seconds, text, out var length);
        text[length++] = (byte)'.';
        Utf8Formatter.TryFormat(ticks * TimeSpan.NanosecondsPerTick, text[length..], out var digits, new('D', 9));
        json.WriteStringValue(text[..(length + digits)]);
    };

    private static void WriteNumber(long value, Utf8JsonWriter json)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var length);
        json.WriteStringValue(text[..length]);
    }
}
