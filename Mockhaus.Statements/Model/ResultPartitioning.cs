namespace Mockhaus.Statements;

/// <summary>The size of a result's partitions (<see cref="StatementResultOptions.ResultPartitioning"/>).</summary>
public enum ResultPartitioning
{
    /// <summary>One partition up to <see cref="StatementResultOptions.InlineResultBytes"/>, and partitions of
    /// <see cref="StatementResultOptions.ResultBatchBytes"/> above it.</summary>
    Large = 0,

    /// <summary>As Snowflake does: a result above about 100 KB has several partitions. The first has about 100,000 bytes of JSON, the
    /// second 230,000, and each later one twice as many as the one before it, up to
    /// <see cref="StatementResultOptions.ResultBatchBytes"/>.</summary>
    Snowflake = 1,
}
