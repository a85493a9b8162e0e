namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>The words of a request that ask for faults, as they came.</summary>
internal sealed record FaultText(string Header, string Tag);
