using System.Threading.RateLimiting;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Limits the requests of a session: for each second, and at once. Without a limit there is no overhead.</summary>
/// <remarks>The limiter of an idle session is removed within seconds, so that memory is bounded by the busy sessions.
/// The rate limiting middleware of ASP.NET Core runs before the endpoints, where the session of a request is not known yet.</remarks>
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

    /// <summary>Admits a request. Dispose of the result when the request is completed.</summary>
    /// <exception cref="SqlApiException">The session has exceeded its limit.</exception>
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
