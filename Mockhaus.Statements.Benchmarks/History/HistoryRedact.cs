using System.Text;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Benchmarks.History;

/// <summary>Redacting 1 MB of SQL; against splitting it into statements, which reads each character once.</summary>
internal static class HistoryRedact
{
    private static readonly string Sql = Make();

    public static Comparison Comparison { get; } = new("history.redact", 0.5, 20, count => Task.FromResult(Run(count, Redact)), count => Task.FromResult(Run(count, Split)));

    private static int Redact() => SqlRedactor.Redact(Sql, isParsed: true, int.MaxValue).Length;

    private static int Split() => SqlSplitter.Split(Sql).Count;

    private static TimeSpan Run(int count, Func<int> work)
    {
        var (start, sum) = (TimeProvider.System.GetTimestamp(), 0);
        for (var i = 0; i < count; i++)
        {
            sum += work();
        }

        return sum > 0 ? TimeProvider.System.GetElapsedTime(start) : throw new InvalidOperationException("Nothing was read.");
    }

    private static string Make()
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < 1_000_000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"insert into orders (id, name, price) values ({i}, 'a name of some length {i}', {i}.50); -- a comment\n");
        }

        return text.ToString();
    }
}
