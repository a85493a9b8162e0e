using System.Globalization;

namespace Mockhaus.Statements.Stress.Soak;

/// <summary>How things stand after a generation. Sizes in bytes.</summary>
internal sealed record SoakReading(int Generation, long File, long Memory, int Live, int Statements)
{
    public static string Header { get; } = $"{"generation",-12}{"file MB",10}{"memory MB",12}{"live MB",10}{"statements",12}";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Generation,-12}{File / ProcessMemory.MB,10:0.0}{Memory / ProcessMemory.MB,12:0.0}{Live,10}{Statements,12}");
}
