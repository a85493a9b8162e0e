namespace Mockhaus.Statements.Stress.Crash;

/// <summary>What can be wrong with a statement after a crash.</summary>
internal enum CrashFault
{
    None = 0,

    /// <summary>An acknowledged change is not there, or only what it changed.</summary>
    Lost = 1,

    /// <summary>It is there, and nobody has ever submitted it.</summary>
    Phantom = 2,

    /// <summary>Half of a change, or parts that do not belong together.</summary>
    Torn = 3,
}
