namespace Mockhaus.Statements.Tests.Support;

/// <summary>One call to a store; for writes, with the statement that was to be written.</summary>
public sealed record StoreCall(StoreOperation Operation, StatementHandle? Handle = null, Statement? Statement = null)
{
    public StatementStatus Status => Statement?.Status ?? StatementStatus.None;
}
