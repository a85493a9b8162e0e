using System.Globalization;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>One call of a verb by a thread, with its place in the order of all beginnings and ends.</summary>
internal sealed record ThreadedCall(int Thread, ModelVerb Verb, string Session, StatementHandle Handle, StatementRequest? Request)
{
    public long Begin { get; init; }

    public long End { get; init; }

    public object? Answer { get; init; }

    public Exception? Thrown { get; init; }

    /// <summary>The statements that the answer shows.</summary>
    public IEnumerable<Statement> Shown => Answer switch
    {
        Statement statement => [statement],
        CancelResult { Statement: { } statement } => [statement],
        List<Statement> list => list,
        _ => [],
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Begin}-{End} thread {Thread}: {Verb} {Handle} {Request?.RequestId} of {Session} -> {Thrown?.GetType().Name ?? Answer}");
}
