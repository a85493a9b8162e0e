using System.Buffers;

namespace Mockhaus.Statements.Results;

/// <summary>Writes text values in the form of their column's type; false when a value does not fit. docs/results.md lists the
/// forms.</summary>
internal static class TextCells
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool TryWrite(RowWriter row, ResultColumn column, ReadOnlySpan<char> text)
    {
        switch (column.Type)
        {
            case ResultColumnType.Text:
                row.WriteText(text);
                return true;
            case ResultColumnType.Fixed when TextNumbers.TryUnscale(text, column, out var unscaled):
                row.WriteDecimal(unscaled);
                return true;
            case ResultColumnType.Real when TextNumbers.TryRealExactly(text, out var number):
                row.WriteReal(number);
                return true;
            case ResultColumnType.Boolean when TryBoolean(text, out var flag):
                row.WriteBoolean(flag);
                return true;
            case ResultColumnType.Binary:
                return TryWriteBinary(row, text);
            case ResultColumnType.Variant or ResultColumnType.Object or ResultColumnType.Array:
                return JsonCells.TryParse(text, out var json) && JsonCells.TryWrite(row, column, json);
            default:
                return TryWriteTime(row, column, text);
        }
    }

    private static bool TryWriteTime(RowWriter row, ResultColumn column, ReadOnlySpan<char> text)
    {
        switch (column.Type)
        {
            case ResultColumnType.Date when TextTimes.TryDate(text, out var days):
                row.WriteDate(days);
                return true;
            case ResultColumnType.Time when TextTimes.TryClock(text, out var clock, out var over):
                row.WriteTimestamp(clock, over);
                return true;
            case ResultColumnType.TimestampNtz when TextTimes.TryTimestamp(text, out var seconds, out var over, out var none) && none is null:
                row.WriteTimestamp(seconds, over);
                return true;
            case ResultColumnType.TimestampLtz when TextTimes.TryTimestamp(text, out var seconds, out var over, out var zone) && zone is not null:
                row.WriteTimestamp(seconds, over);
                return true;
            case ResultColumnType.TimestampTz when TextTimes.TryTimestamp(text, out var seconds, out var over, out var zone) && zone is { } minutes:
                row.WriteTimestampTz(seconds, over, minutes);
                return true;
            default:
                return false;
        }
    }

    private static bool TryBoolean(ReadOnlySpan<char> text, out bool flag)
    {
        flag = text is "1";
        return flag || text is "0" || bool.TryParse(text, out flag);
    }

    private static bool TryWriteBinary(RowWriter row, ReadOnlySpan<char> text)
    {
        if (text.Length % 2 != 0 || text.ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        row.WriteBinary(Convert.FromHexString(text));
        return true;
    }
}
