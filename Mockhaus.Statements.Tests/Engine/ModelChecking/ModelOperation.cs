using System.Globalization;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>One call of a verb: what was asked, all that might rightly be answered while it is under way, and the answer.</summary>
internal sealed class ModelOperation(int number, ModelVerb verb, string session, ModelStatement? target = null)
{
    private static readonly AsyncLocal<ModelOperation?> Local = new();

    /// <summary>The operation on whose behalf the code runs; null for the manager's own workers.</summary>
    public static ModelOperation? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    public int Number { get; } = number;

    public ModelVerb Verb { get; } = verb;

    public string Session { get; } = session;

    /// <summary>The statement that is asked for; null when nobody has ever submitted it, or none is meant.</summary>
    public ModelStatement? Target { get; } = target;

    public StatementRequest? Request { get; init; }

    public TimeSpan Limit { get; init; }

    public int Batch { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The target's version at the beginning: what was known then may not be forgotten by the answer.</summary>
    public long StartVersion { get; init; }

    public ModelView Seen { get; set; }

    public HashSet<DateTimeOffset> Expiries { get; } = [];

    /// <summary>For a list: the statements that were there at some time.</summary>
    public HashSet<StatementHandle> Possible { get; } = [];

    /// <summary>For a list: those that were there all the time. For the end of a session: those that were there at its beginning.</summary>
    public HashSet<StatementHandle>? Certain { get; set; }

    public int StoreCalls { get; set; }

    /// <summary>Whether it has a timer by now.</summary>
    public bool IsTimed { get; set; }

    /// <summary>For a submission: who held its request id when the store looked.</summary>
    public ModelStatement? Holder { get; set; }

    /// <summary>Whether the store has taken what was submitted, or the tombstone of what was released.</summary>
    public bool Wrote { get; set; }

    public int Removed { get; set; }

    public Task<object?> Answer { get; set; } = Task.FromResult<object?>(null);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"[{Number}] {Verb} {Target?.Name}{Request?.QueryTag} of {Session}{(Request?.RequestId is { } id ? $" id {id}" : "")}");
}
