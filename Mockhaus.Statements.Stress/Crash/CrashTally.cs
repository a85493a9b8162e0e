using System.Globalization;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>What came of all rounds.</summary>
internal sealed class CrashTally
{
    private const int MaxTold = 20;

    public int Rounds { get; set; }

    public long Acknowledged { get; set; }

    public int Opened { get; set; }

    public int Lost { get; private set; }

    public int Phantom { get; private set; }

    public int Torn { get; private set; }

    /// <summary>All that is not as it should be.</summary>
    public int Faults => Lost + Phantom + Torn + (Rounds - Opened);

    public void Add(CrashFault fault, string what)
    {
        Lost += fault == CrashFault.Lost ? 1 : 0;
        Phantom += fault == CrashFault.Phantom ? 1 : 0;
        Torn += fault == CrashFault.Torn ? 1 : 0;
        if (Faults <= MaxTold)
        {
            Console.Error.WriteLine($"  {fault}: {what}");
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {"rounds",-8}{"acknowledged",14}{"lost",8}{"phantom",9}{"torn",8}{"opened",9}
        {Rounds,-8}{Acknowledged,14}{Lost,8}{Phantom,9}{Torn,8}{Opened,9}
        """);
}
