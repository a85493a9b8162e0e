namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>A requested fault.</summary>
/// <param name="Kind">The effect.</param>
/// <param name="Operations">The requests that it applies to; none for effects on the request itself (rows, the clock).</param>
internal sealed record FaultRule(FaultKind Kind, FaultOperations Operations)
{
    public FaultTiming Timing { get; init; }

    /// <summary>The HTTP status, or the rows of a partition.</summary>
    public int Number { get; init; }

    /// <summary>How far the clock moves, or how long the statement appears to run.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The number of the first matching request that it applies to, from 1.</summary>
    public int First { get; init; } = 1;

    /// <summary>The number of requests that it applies to.</summary>
    public int Times { get; init; } = 1;
}
