namespace Mockhaus.Statements;

/// <summary>The names of the session parameters (<see cref="StatementContext.Parameters"/>) that this library itself uses. They are
/// case-insensitive.</summary>
/// <remarks>All others are passed to the executor unchanged. An invalid value is refused when the statement is
/// submitted, with <see cref="StatementParameterException"/>. An output format changes the text of the cells of a type;
/// docs/sql-api.md lists its elements.</remarks>
public static class StatementParameters
{
    /// <summary>The text of binary cells.</summary>
    /// <value><c>HEX</c> (the default) or <c>BASE64</c>.</value>
    public const string BinaryOutputFormat = "BINARY_OUTPUT_FORMAT";

    /// <summary>The output format of dates.</summary>
    public const string DateOutputFormat = "DATE_OUTPUT_FORMAT";

    /// <summary>The output format of times of day.</summary>
    public const string TimeOutputFormat = "TIME_OUTPUT_FORMAT";

    /// <summary>The output format of the timestamp types that have no format of their own.</summary>
    public const string TimestampOutputFormat = "TIMESTAMP_OUTPUT_FORMAT";

    /// <summary>The output format of timestamps without a time zone.</summary>
    public const string TimestampNtzOutputFormat = "TIMESTAMP_NTZ_OUTPUT_FORMAT";

    /// <summary>The output format of timestamps in the session's time zone.</summary>
    public const string TimestampLtzOutputFormat = "TIMESTAMP_LTZ_OUTPUT_FORMAT";

    /// <summary>The output format of timestamps with an offset.</summary>
    public const string TimestampTzOutputFormat = "TIMESTAMP_TZ_OUTPUT_FORMAT";

    /// <summary>The session's time zone: an IANA name. An output format shows timestamp_ltz in it, and a DuckDB connection is set to
    /// it.</summary>
    /// <value>UTC by default.</value>
    public const string TimeZone = "TIMEZONE";

    /// <summary>The maximum number of rows of a result; further rows are left out.</summary>
    /// <value>0, the default, is no limit.</value>
    public const string RowsPerResultset = "ROWS_PER_RESULTSET";

    /// <summary>The maximum MB (1,048,576 bytes) of JSON of a batch. The row that reaches it can exceed it.</summary>
    /// <value>1 to 160. By default <see cref="StatementResultOptions.ResultBatchBytes"/> and
    /// <see cref="StatementResultOptions.InlineResultBytes"/> decide. With <see cref="ResultPartitioning.Snowflake"/> the first batches
    /// are as small as without it, and it replaces <see cref="StatementResultOptions.ResultBatchBytes"/>.</value>
    public const string ClientResultChunkSize = "CLIENT_RESULT_CHUNK_SIZE";

    /// <summary>Specific to this library: whether NULL is JSON's null. False: it is the text <c>null</c>.</summary>
    /// <value><c>true</c> (the default) or <c>false</c>.</value>
    public const string Nullable = "MOCKHAUS_NULLABLE";

    /// <summary>Specific to this library: the number of rows of each batch, for results of any size.</summary>
    /// <value>At least 1. By default the options decide. It takes precedence over
    /// <see cref="StatementResultOptions.ResultPartitioning"/>.</value>
    public const string PartitionRows = "MOCKHAUS_PARTITION_ROWS";
}
