namespace Mockhaus.Statements.Tests.Model;

/// <summary>What an executor is told to do.</summary>
internal enum ModelEnd
{
    None = 0,
    Finish,
    Fail,
}
