using System.Globalization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>A column of a stored result, while its cells are read: afterwards it is known whether its times need nanoseconds.</summary>
/// <param name="column">The column.</param>
/// <param name="index">Its position in the rows.</param>
internal sealed class ScanColumn(ResultColumn column, int index)
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private bool _hasNanoseconds;

    /// <summary>The text of a cell, for <see cref="ToStaged"/>.</summary>
    public string? TextOf(ResultRow row)
    {
        if (row[index] is not { } text || column.OutputFormat is not null
            || column.Type is not (ResultColumnType.Time or ResultColumnType.TimestampNtz or ResultColumnType.TimestampLtz or ResultColumnType.TimestampTz))
        {
            return row[index];
        }

        var time = row.GetTimestamp(index);
        _hasNanoseconds |= time.Nanoseconds % 1000 != 0;
        return column.Type == ResultColumnType.Time
            ? string.Create(
                CultureInfo.InvariantCulture, $"{time.Seconds / 3600:D2}:{time.Seconds / 60 % 60:D2}:{time.Seconds % 60:D2}.{time.Nanoseconds:D9}")
            : (((Int128)time.Seconds * NanosecondsPerSecond) + time.Nanoseconds).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The column for DuckDB, with the type that it was answered with. Cells with an output format stay texts.</summary>
    public StagedColumn ToStaged(string name) => new(name, column.OutputFormat is not null ? "{0}" : column.Type switch
    {
        ResultColumnType.Fixed => string.Create(CultureInfo.InvariantCulture, $"{{0}}::decimal({column.Precision ?? 38}, {column.Scale ?? 0})"),
        ResultColumnType.Real => "{0}::double",
        ResultColumnType.Boolean => "{0}::boolean",
        ResultColumnType.Binary => "unhex({0})",
        ResultColumnType.Date => "date '1970-01-01' + {0}::integer",
        ResultColumnType.Time => _hasNanoseconds ? "{0}::time_ns" : "{0}::time",
        ResultColumnType.TimestampNtz => _hasNanoseconds ? "make_timestamp_ns({0}::bigint)" : "make_timestamp(({0}::hugeint // 1000)::bigint)",
        ResultColumnType.TimestampLtz or ResultColumnType.TimestampTz => "make_timestamptz(({0}::hugeint // 1000)::bigint)",
        ResultColumnType.Variant or ResultColumnType.Object or ResultColumnType.Array => "{0}::json",
        _ => "{0}",
    });
}
