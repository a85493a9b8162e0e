namespace Mockhaus.Statements.Stress.Crash;

/// <summary>A batch that was submitted, under one number perhaps again and again.</summary>
internal sealed class KnownBatch(StatementHandle handle, int number)
{
    private readonly List<string> _prints = [CrashLog.Absent];
    private int _acknowledged;

    public void Submit(int revision) => _prints.Add(CrashContent.Print(CrashContent.Batch(handle, number, revision)));

    public void Acknowledge() => _acknowledged = _prints.Count - 1;

    public CrashFault Check(string found) =>
        _prints.IndexOf(found, _acknowledged) >= 0 ? CrashFault.None
        : _prints.Contains(found) ? CrashFault.Lost
        : CrashFault.Torn;

    /// <summary>What was found has to stay from now on.</summary>
    public void Settle(string found)
    {
        _prints.Add(found);
        Acknowledge();
    }
}
