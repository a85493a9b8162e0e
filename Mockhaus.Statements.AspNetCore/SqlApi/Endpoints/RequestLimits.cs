using System.Threading.RateLimiting;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>How many requests a session may make: in a second, and at once. What is not limited costs nothing.</summary>
/// <remarks>A limiter of a session that is idle is forgotten within some seconds, so that memory is bounded by the sessions that are busy.
/// The middleware of ASP.NET Core stands before the endpoints, where nobody knows yet whose session a request is.</remarks>
internal sealed class RequestLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _limiter;

    public RequestLimits(SqlApiOptions options)
    {
        var limiters = new List<PartitionedRateLimiter<string>>();
        if (options.MaxConcurrentRequests is { } atOnce)
        {
            limiters.Add(PartitionedRateLimiter.Create<string, string>(session => RateLimitPartition.GetConcurrencyLimiter(
                session, _ => new() { PermitLimit = atOnce, QueueLimit = 0 })));
        }

        if (options.MaxRequestsPerSecond is { } rate)
        {
            limiters.Add(PartitionedRateLimiter.Create<string, string>(session => RateLimitPartition.GetTokenBucketLimiter(
                session,
                _ => new() { TokenLimit = rate, TokensPerPeriod = rate, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0 })));
        }

        _limiter = limiters.Count == 0 ? null : PartitionedRateLimiter.CreateChained([.. limiters]);
    }

    /// <summary>Lets a request in; what is returned is disposed of when it is answered.</summary>
    /// <exception cref="SqlApiException">The session has asked too often.</exception>
    public IDisposable? Enter(string session)
    {
        var lease = _limiter?.AttemptAcquire(session);
        if (lease is null or { IsAcquired: true })
        {
            return lease;
        }

        var pause = lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromSeconds(1);
        lease.Dispose();
        throw SqlApiErrors.TooManyRequests(pause);
    }

    public void Dispose() => _limiter?.Dispose();
}
