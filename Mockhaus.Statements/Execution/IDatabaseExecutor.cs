namespace Mockhaus.Statements.Execution;

/// <summary>An executor that knows which database it runs statements on.</summary>
internal interface IDatabaseExecutor
{
    /// <summary>OpenTelemetry's name of the database, or null before the first connection is opened.</summary>
    string? SystemName { get; }
}
