namespace Mockhaus.Statements.Execution;

/// <summary>An executor that knows which database it runs statements on.</summary>
internal interface IDatabaseExecutor
{
    /// <summary>OpenTelemetry's name of it, or null while no connection has been opened.</summary>
    string? SystemName { get; }
}
