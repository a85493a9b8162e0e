namespace Mockhaus.Statements.AspNetCore;

/// <summary>Fault injection, for whoever tests a client. Configuration section <c>Mockhaus:Statements:SqlApi:FaultInjection</c>.</summary>
/// <remarks>Nothing for a server that others use: whoever may send a request may spoil it, and move the clock of all. docs/sql-api.md has the words.</remarks>
public sealed class FaultInjectionOptions
{
    /// <summary>Whether faults are injected at all. Without it, the header and the query tag that ask for faults do nothing.</summary>
    /// <value>False. When it is true, the log warns of it at the start.</value>
    public bool Enabled { get; set; }

    /// <summary>Faults for every statement, in the words of the header, such as <c>429*2; running*3</c>.</summary>
    /// <value>None; <c>advance</c> cannot stand here.</value>
    public string? Always { get; set; }

    /// <summary>What the <c>Retry-After</c> header of a 429 or 503 on demand asks for; rounded up to whole seconds.</summary>
    /// <value>1 second; from zero to an hour.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
