using System.Text.Json.Serialization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>The part of a statement that changes.</summary>
internal sealed record StoredState
{
    public required StatementStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Stored under the name of the first format: stored names outlive those of the code.</summary>
    [JsonPropertyName("rowsGivenUpAt")]
    public DateTimeOffset? RowsEvictedAt { get; init; }

    public StatementError? Error { get; init; }

    public ResultManifest? Result { get; init; }

    public StatementOwner? Owner { get; init; }

    public IReadOnlyList<StatementHandle>? Children { get; init; }
}
