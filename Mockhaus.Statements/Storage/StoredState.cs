using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Storage;

/// <summary>What of a statement changes.</summary>
internal sealed record StoredState
{
    public required StatementStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? CancelRequestedAt { get; init; }

    public DateTimeOffset? RowsGivenUpAt { get; init; }

    public StatementError? Error { get; init; }

    public ResultManifest? Result { get; init; }

    public StatementOwner? Owner { get; init; }

    public IReadOnlyList<StatementHandle>? Children { get; init; }
}
