namespace Mockhaus.Statements.Benchmarks;

/// <summary>What all benchmarks do alike.</summary>
internal static class BenchmarkRounds
{
    private const int Usual = 9;
    private const int Quick = 3;

    public static int Count(bool quick) => quick ? Quick : Usual;
}
