namespace Mockhaus.Statements.AspNetCore.Trouble;

/// <summary>The words of a request that ask for trouble, as they came.</summary>
internal sealed record TroubleText(string Header, string Tag);
