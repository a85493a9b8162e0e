namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>One fault that was asked for.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Operations">The requests that it is for; none for what a request brings about at once (rows, the clock).</param>
internal sealed record FaultRule(FaultKind Kind, FaultOperations Operations)
{
    public FaultTiming Timing { get; init; }

    /// <summary>The HTTP status, or the rows of a partition.</summary>
    public int Number { get; init; }

    /// <summary>How far the clock moves, or how long the statement seems to run.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The first of its requests that it befalls, counted from 1.</summary>
    public int First { get; init; } = 1;

    /// <summary>How many requests it befalls.</summary>
    public int Times { get; init; } = 1;
}
