namespace Mockhaus.Statements;

/// <summary>The names of the session parameters (<see cref="StatementContext.Parameters"/>) that this library itself heeds, in either case.</summary>
/// <remarks>All others are handed to the executor as they come. A value that cannot be used is refused when the statement is
/// submitted, with <see cref="StatementParameterException"/>. An output format changes the text of the cells of a type;
/// docs/sql-api.md has its elements.</remarks>
public static class StatementParameters
{
    /// <summary>The text of binary cells.</summary>
    /// <value><c>HEX</c> (the default) or <c>BASE64</c>.</value>
    public const string BinaryOutputFormat = "BINARY_OUTPUT_FORMAT";

    /// <summary>The output format of dates.</summary>
    public const string DateOutputFormat = "DATE_OUTPUT_FORMAT";

    /// <summary>The output format of times of day.</summary>
    public const string TimeOutputFormat = "TIME_OUTPUT_FORMAT";

    /// <summary>The output format of the timestamps that have none of their own.</summary>
    public const string TimestampOutputFormat = "TIMESTAMP_OUTPUT_FORMAT";

    /// <summary>The output format of timestamps without a zone.</summary>
    public const string TimestampNtzOutputFormat = "TIMESTAMP_NTZ_OUTPUT_FORMAT";

    /// <summary>The output format of timestamps in the session's zone.</summary>
    public const string TimestampLtzOutputFormat = "TIMESTAMP_LTZ_OUTPUT_FORMAT";

    /// <summary>The output format of timestamps with an offset.</summary>
    public const string TimestampTzOutputFormat = "TIMESTAMP_TZ_OUTPUT_FORMAT";

    /// <summary>The session's zone: an IANA name. An output format shows timestamp_ltz in it, and a DuckDB connection is set to it.</summary>
    /// <value>UTC by default.</value>
    public const string TimeZone = "TIMEZONE";

    /// <summary>How many rows a result has at most; the others are left out.</summary>
    /// <value>0, the default, is no limit.</value>
    public const string RowsPerResultset = "ROWS_PER_RESULTSET";

    /// <summary>How many MB (1,048,576 bytes) of JSON a batch has at most, but for the row that reaches it.</summary>
    /// <value>1 to 160. By default <see cref="StatementResultOptions.ResultBatchBytes"/> and
    /// <see cref="StatementResultOptions.InlineResultBytes"/> decide. With <see cref="ResultPartitioning.Snowflake"/> batches begin
    /// as small as without it, and it takes the place of <see cref="StatementResultOptions.ResultBatchBytes"/>.</value>
    public const string ClientResultChunkSize = "CLIENT_RESULT_CHUNK_SIZE";

    /// <summary>This library's own: whether NULL is JSON's null. False: it is the text <c>null</c>.</summary>
    /// <value><c>true</c> (the default) or <c>false</c>.</value>
    public const string Nullable = "MOCKHAUS_NULLABLE";

    /// <summary>This library's own: every result is cut into batches of so many rows, however small it is.</summary>
    /// <value>At least 1. By default the options decide. It goes before <see cref="StatementResultOptions.ResultPartitioning"/>.</value>
    public const string PartitionRows = "MOCKHAUS_PARTITION_ROWS";
}
