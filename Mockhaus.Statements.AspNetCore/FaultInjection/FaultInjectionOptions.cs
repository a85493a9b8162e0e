namespace Mockhaus.Statements.AspNetCore;

/// <summary>The options of fault injection, for tests of clients. Configuration section
/// <c>Mockhaus:Statements:SqlApi:FaultInjection</c>.</summary>
/// <remarks>Not for shared servers: any client can then inject faults and move the clock for all. docs/sql-api.md lists the
/// faults.</remarks>
public sealed class FaultInjectionOptions
{
    /// <summary>Whether fault injection is enabled. Otherwise the header and the query tag that ask for faults have no effect.</summary>
    /// <value>False. When true, a warning is logged at the start.</value>
    public bool Enabled { get; set; }

    /// <summary>Faults for every statement, in the syntax of the header, such as <c>429*2; running*3</c>.</summary>
    /// <value>None; <c>advance</c> is not allowed here.</value>
    public string? Always { get; set; }

    /// <summary>The <c>Retry-After</c> header of an injected 429 or 503, rounded up to whole seconds.</summary>
    /// <value>1 second; from zero to an hour.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
