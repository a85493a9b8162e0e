namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>What a handle may answer; over a time, more than one of them.</summary>
[Flags]
internal enum ModelView
{
    None = 0,
    Unknown = 1,
    Expired = 2,
    Visible = 4,
}
