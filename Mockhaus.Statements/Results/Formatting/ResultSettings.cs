namespace Mockhaus.Statements.Results;

/// <summary>The settings of a result, from the session parameters of its statement. Read once for each statement.</summary>
internal sealed class ResultSettings
{
    public const string Base64 = "BASE64";
    private const int MaxChunk = 160;
    private const int BytesPerMegabyte = 1024 * 1024;
    private const string AutoTimestamp = "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM";

    /// <summary>The settings of a statement without parameters.</summary>
    public static ResultSettings None { get; } = new();

    public OutputFormat? Date { get; private init; }

    public OutputFormat? Time { get; private init; }

    public OutputFormat? TimestampNtz { get; private init; }

    public OutputFormat? TimestampLtz { get; private init; }

    public OutputFormat? TimestampTz { get; private init; }

    public bool IsBase64 { get; private init; }

    public TimeZoneInfo? TimeZone { get; private init; }

    /// <summary>The maximum number of rows of the result.</summary>
    public long MaxRows { get; private init; } = long.MaxValue;

    /// <summary>The maximum number of bytes of a batch, or null.</summary>
    public int? BatchBytes { get; private init; }

    /// <summary>The number of rows of each batch, or null.</summary>
    public int? BatchRows { get; private init; }

    /// <summary>Whether NULL is written as text.</summary>
    public bool IsNullText { get; private init; }

    /// <summary>Reads the settings.</summary>
    /// <param name="parameters">The parameters, with case-insensitive names.</param>
    /// <exception cref="StatementParameterException">A parameter has an invalid value.</exception>
    public static ResultSettings From(IReadOnlyDictionary<string, string> parameters)
    {
        if (parameters.Count == 0)
        {
            return None;
        }

        var read = new ParameterReader(parameters);
        var timestamp = read.Format(StatementParameters.TimestampOutputFormat, AutoTimestamp);
        var maxRows = read.Number(StatementParameters.RowsPerResultset, 0, long.MaxValue) ?? 0;
        return new()
        {
            Date = read.Format(StatementParameters.DateOutputFormat, "YYYY-MM-DD"),
            Time = read.Format(StatementParameters.TimeOutputFormat, "HH24:MI:SS"),
            TimestampNtz = read.Format(StatementParameters.TimestampNtzOutputFormat, "YYYY-MM-DD HH24:MI:SS.FF3") ?? timestamp,
            TimestampLtz = read.Format(StatementParameters.TimestampLtzOutputFormat, AutoTimestamp) ?? timestamp,
            TimestampTz = read.Format(StatementParameters.TimestampTzOutputFormat, AutoTimestamp) ?? timestamp,
            IsBase64 = read.Choice(StatementParameters.BinaryOutputFormat, Base64, "HEX") is true,
            TimeZone = read.Zone(StatementParameters.TimeZone),
            MaxRows = maxRows == 0 ? long.MaxValue : maxRows,
            BatchBytes = (int?)read.Number(StatementParameters.ClientResultChunkSize, 1, MaxChunk) * BytesPerMegabyte,
            BatchRows = (int?)read.Number(StatementParameters.PartitionRows, 1, int.MaxValue),
            IsNullText = read.Choice(StatementParameters.Nullable, "true", "false") is false,
        };
    }

    /// <summary>The formats of the columns, with null for columns without a format; null when no column has one.</summary>
    public ColumnFormat?[]? FormatsOf(IReadOnlyCollection<ResultColumn> columns) =>
        IsBase64 || (Date ?? Time ?? TimestampNtz ?? TimestampLtz ?? TimestampTz) is not null ? [.. columns.Select(FormatOf)] : null;

    private ColumnFormat? FormatOf(ResultColumn column)
    {
        var format = column.Type switch
        {
            ResultColumnType.Date => Date,
            ResultColumnType.Time => Time,
            ResultColumnType.TimestampNtz => TimestampNtz,
            ResultColumnType.TimestampLtz => TimestampLtz,
            ResultColumnType.TimestampTz => TimestampTz,
            _ => null,
        };
        return format is not null || (IsBase64 && column.Type == ResultColumnType.Binary)
            ? new(column, format, TimeZone ?? TimeZoneInfo.Utc)
            : null;
    }
}
