using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>What a process that is going to be killed tells the one that kills it: each line is in the pipe when the call returns.</summary>
/// <remarks>A capital letter is said before the store is asked, a small one after it has answered. Safe for many threads.</remarks>
internal sealed class CrashLog : IDisposable
{
    public const char Ready = 'W';
    public const char Submitted = 'S';
    public const char Acknowledged = 'a';
    public const char Refused = 'x';

    /// <summary>A refresh of which nobody can tell any more whether it was taken.</summary>
    public const char Unknown = 'u';
    public const char BatchSubmitted = 'B';
    public const char BatchAcknowledged = 'b';
    public const char PurgeSubmitted = 'R';
    public const char PurgeAcknowledged = 'r';
    public const char Found = 'F';
    public const char End = 'E';

    /// <summary>The store has told a caller otherwise than it had acknowledged.</summary>
    public const char Contradicted = 'C';

    /// <summary>Stands for a statement that is not there.</summary>
    public const string Absent = "-";

    /// <summary>Stands behind a state that has batches.</summary>
    public const string Rows = "rows";

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _lock = new();

    /// <summary>Says a line. It ends with a mark, so that one of which only a part was written is known for what it is.</summary>
    public void Say(char kind, params ReadOnlySpan<string> words)
    {
        var line = Encoding.ASCII.GetBytes($"{kind} {string.Join(' ', words!)} .\n");
        lock (_lock)
        {
            _output.Write(line);
            _output.Flush();
        }
    }

    /// <summary>Says what a statement is about to become.</summary>
    public void Submit(Statement next) => Say(
        Submitted,
        next.Handle.ToString(),
        CrashContent.Print(next),
        next is { IsFinished: true, Sql.Length: > 0 } ? CrashContent.Print(next.ToTombstone()) : Absent,
        Number(next.ExpiresAt?.UtcTicks ?? 0),
        next.Result is null ? Absent : Rows);

    /// <summary>Says that a statement is about to be removed.</summary>
    public void SubmitRemoval(StatementHandle handle) => Say(Submitted, handle.ToString(), Absent, Absent, Number(0), Absent);

    /// <summary>The words of a whole line, or none of one that was cut.</summary>
    public static string[] Words(string line) => line.EndsWith(" .", StringComparison.Ordinal) ? line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1] : [];

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);

    public void Dispose() => _output.Dispose();
}
