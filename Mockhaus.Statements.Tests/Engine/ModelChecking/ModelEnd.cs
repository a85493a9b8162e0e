namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>What an executor is told to do.</summary>
internal enum ModelEnd
{
    None = 0,
    Finish,
    Fail,
}
