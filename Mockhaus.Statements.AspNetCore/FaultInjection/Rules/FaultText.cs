namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>The header and the query tag of a request that ask for faults.</summary>
internal sealed record FaultText(string Header, string Tag);
