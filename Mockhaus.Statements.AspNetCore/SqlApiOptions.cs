using System.ComponentModel.DataAnnotations;

namespace Mockhaus.Statements.AspNetCore;

/// <summary>How the SQL API answers. Configuration section <c>Mockhaus:Statements:SqlApi</c>, or <c>Mockhaus:Statements:NAME:SqlApi</c>.</summary>
public sealed class SqlApiOptions
{
    /// <summary>How long a synchronous POST waits for the statement before it answers 202.</summary>
    /// <value>45 seconds, as Snowflake does; zero makes every statement asynchronous; at most an hour.</value>
    public TimeSpan SynchronousWindow { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How many bytes the body of a request has at most; a larger one is refused with 413.</summary>
    /// <value>16 MB (1 MB is 1,048,576 bytes).</value>
    [Range(1024, int.MaxValue)]
    public int MaxRequestBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Whether column names that are not quoted in the SQL are shown in upper case, as Snowflake does.</summary>
    /// <value>True.</value>
    public bool UppercaseColumnNames { get; set; } = true;

    /// <summary>Trouble on demand, for whoever tests a client.</summary>
    /// <value>Off.</value>
    public SqlApiTroubleOptions Trouble { get; } = new();
}
