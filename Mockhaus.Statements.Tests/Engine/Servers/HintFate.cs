namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>What becomes of the hints that servers send each other.</summary>
public enum HintFate
{
    Delivered = 0,
    Lost,
    Kept,
}
