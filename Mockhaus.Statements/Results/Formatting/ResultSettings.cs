namespace Mockhaus.Statements.Results;

/// <summary>What the session parameters of a statement say about its result. Read once a statement.</summary>
internal sealed class ResultSettings
{
    public const string Base64 = "BASE64";
    private const int MaxChunk = 160;
    private const int BytesPerMegabyte = 1024 * 1024;
    private const string AutoTimestamp = "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM";

    /// <summary>The settings of a statement that says nothing.</summary>
    public static ResultSettings None { get; } = new();

    public OutputFormat? Date { get; private init; }

    public OutputFormat? Time { get; private init; }

    public OutputFormat? TimestampNtz { get; private init; }

    public OutputFormat? TimestampLtz { get; private init; }

    public OutputFormat? TimestampTz { get; private init; }

    public bool IsBase64 { get; private init; }

    public TimeZoneInfo? TimeZone { get; private init; }

    /// <summary>How many rows the result has at most.</summary>
    public long MaxRows { get; private init; } = long.MaxValue;

    /// <summary>How many bytes a batch has at most, or null.</summary>
    public int? BatchBytes { get; private init; }

    /// <summary>How many rows each batch has, or null.</summary>
    public int? BatchRows { get; private init; }

    /// <summary>Whether NULL is a text.</summary>
    public bool IsNullText { get; private init; }

    /// <summary>Reads them.</summary>
    /// <param name="parameters">The parameters, found in either case.</param>
    /// <exception cref="StatementParameterException">One has a value that cannot be used.</exception>
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

    /// <summary>How the cells of each column are written, null for Snowflake's text without a format; null where there is no format at all.</summary>
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
