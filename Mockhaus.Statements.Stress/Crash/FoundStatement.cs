using System.Globalization;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>A statement as it was found after a crash.</summary>
internal sealed record FoundStatement(string Handle, string Status, string Print, IReadOnlyDictionary<int, string> Batches, bool IsConsistent)
{
    public bool IsRunning => Status == nameof(StatementStatus.Running);

    /// <param name="words">Of the line that says it.</param>
    public static FoundStatement Of(string[] words) => new(
        words[1],
        words[2],
        words[3],
        words.Where(word => word.Contains(':', StringComparison.Ordinal)).Select(word => word.Split(':'))
            .ToDictionary(pair => int.Parse(pair[0], CultureInfo.InvariantCulture), pair => pair[1]),
        words[^1] != CrashDump.Inconsistent);
}
