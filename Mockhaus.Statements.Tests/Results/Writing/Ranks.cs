namespace Mockhaus.Statements.Tests.Results.Writing;

internal enum Ranks
{
    First,
    Second,
}
