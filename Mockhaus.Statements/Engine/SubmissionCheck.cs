namespace Mockhaus.Statements.Engine;

/// <summary>Whether a request can be submitted, and whether it is the one that its request id belongs to.</summary>
internal static class SubmissionCheck
{
    private const int MaxRequestIdLength = 256;

    public static void ThrowIfInvalid(StatementRequest request, MockhausStatementsOptions options)
    {
        ArgumentNullException.ThrowIfNull(request.Sql, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Bindings, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Context, nameof(request));
        if (request.Sql.Length > options.Limits.MaxSqlLength)
        {
            throw new StatementLimitException(nameof(options.Limits.MaxSqlLength), options.Limits.MaxSqlLength, request.Sql.Length);
        }

        if (request.RequestId?.Length > MaxRequestIdLength)
        {
            throw new StatementLimitException(nameof(request.RequestId), MaxRequestIdLength, request.RequestId.Length);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(request.StatementCount, nameof(request));
        if (request.TimeToLive <= TimeSpan.Zero || request.Timeout <= TimeSpan.Zero || request.Timeout > StatementWaiter.MaxTimer)
        {
            throw new ArgumentOutOfRangeException(
                nameof(request), "A time to live or a timeout is longer than zero, a timeout at most 49 days. Leave it null for the default.");
        }
    }

    /// <summary>The statement that was there first, if the new one asks for the same.</summary>
    public static Statement ThrowIfDifferent(Statement first, Statement second)
    {
        if (first.SessionId != second.SessionId || first.RequestId is null || first.RequestId != second.RequestId)
        {
            throw EngineErrors.HandleTaken(second.Handle);
        }

        var same = first.Sql == second.Sql
            && first.QueryTag == second.QueryTag
            && first.StatementCount == second.StatementCount
            && (first.Context with { Parameters = second.Context.Parameters }) == second.Context
            && SameEntries(first.Context.Parameters, second.Context.Parameters)
            && SameEntries(first.Bindings, second.Bindings);
        return same
            ? first
            : throw new StatementConflictException(
                $"Request id '{second.RequestId}' belongs to statement {first.Handle}, which has other SQL, bindings or context. Use a new request id.");
    }

    private static bool SameEntries<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right) =>
        left.Count == right.Count
        && left.All(entry => right.TryGetValue(entry.Key, out var other) && Equals(entry.Value, other));
}
