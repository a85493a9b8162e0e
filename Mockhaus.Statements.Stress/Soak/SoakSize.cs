namespace Mockhaus.Statements.Stress.Soak;

/// <summary>How much a soak writes.</summary>
/// <param name="Generations">How often everything but what stays live is replaced.</param>
/// <param name="Live">How many statements stay, of 1 MB each.</param>
/// <param name="Passing">How many come and expire in each generation.</param>
internal sealed record SoakSize(int Generations, int Live, int Passing)
{
    public const int UsualGenerations = 20;

    /// <summary>In MB, and statements.</summary>
    public const int UsualLive = 102;

    /// <summary>The same in each generation.</summary>
    public const int UsualPassing = 64;

    /// <summary>How many times the size of a fresh file of the same live rows a file may have.</summary>
    public const double MostGrowth = 3;

    private const int Usual = 16;
    private const int Much = 100;

    /// <summary>The store's own, in MB, unless so little is live that its usual reserve would be all that is measured.</summary>
    public int GenerationSize => Live >= Much ? Usual : 1;
}
