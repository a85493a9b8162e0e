using System.Globalization;

namespace Mockhaus.Statements.Stress.Crash;

/// <summary>What may be in a file, by all that was said about it so far.</summary>
internal sealed class CrashModel
{
    private readonly Dictionary<string, KnownStatement> _statements = [];
    private readonly CrashPurges _purges = new();

    /// <summary>Takes in a line of the process that works.</summary>
    /// <returns>Whether it is an acknowledgement.</returns>
    public bool Take(string[] words)
    {
        _purges.Line++;
        switch (words[0][0])
        {
            case CrashLog.Submitted:
                Known(words[1]).Submit(new(
                    words[2], words[3] == CrashLog.Absent ? null : words[3], CrashLog.Number(words[4]), words[5] == CrashLog.Rows));
                return false;
            case CrashLog.Acknowledged:
                Known(words[1]).Acknowledge(_purges.Line);
                return true;
            case CrashLog.Refused:
                Known(words[1]).Refuse();
                return false;
            case CrashLog.BatchSubmitted:
                BatchOf(words).Submit(int.Parse(words[3], CultureInfo.InvariantCulture));
                return false;
            case CrashLog.BatchAcknowledged:
                BatchOf(words).Acknowledge();
                return true;
            case CrashLog.PurgeSubmitted:
                _purges.Submit(CrashLog.Number(words[1]));
                return false;
            case CrashLog.PurgeAcknowledged:
                _purges.Acknowledge(CrashLog.Number(words[1]));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Holds what was found against what may be there, and goes on from what was found.</summary>
    public void Compare(IReadOnlyCollection<FoundStatement> found, CrashTally tally)
    {
        var byHandle = new Dictionary<string, FoundStatement>();
        foreach (var statement in found)
        {
            if (!byHandle.TryAdd(statement.Handle, statement))
            {
                tally.Add(CrashFault.Torn, $"{statement.Handle} is listed twice");
            }
            else if (!_statements.ContainsKey(statement.Handle))
            {
                tally.Add(CrashFault.Phantom, $"{statement.Handle} is {statement.Status}");
            }
        }

        foreach (var (handle, known) in _statements)
        {
            var statement = byHandle.GetValueOrDefault(handle);
            var fault = known.Check(statement, _purges);
            if (fault != CrashFault.None)
            {
                tally.Add(fault, $"{handle} is {statement?.Status ?? "gone"}, with {statement?.Batches.Count ?? 0} batches; {known}");
            }

            known.Settle(statement, _purges);
        }
    }

    private KnownBatch BatchOf(string[] words) => Known(words[1]).Batch(int.Parse(words[2], CultureInfo.InvariantCulture));

    private KnownStatement Known(string handle)
    {
        if (!_statements.TryGetValue(handle, out var known))
        {
            _statements[handle] = known = new(StatementHandle.Parse(handle));
        }

        return known;
    }
}
