using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Redis;

/// <summary>Checks whether Redis answers, and whether it is set up as the store needs it.</summary>
internal sealed class RedisHealth(RedisConnections connections, RedisKeys keys, RedisLeases leases, StatementReader reader, bool expectPersistence)
{
    private const int PingsInCluster = 16;

    private static readonly TimeSpan LossReportTime = TimeSpan.FromMinutes(10);

    /// <summary>Checks that Redis answers, and whether its settings or its state may lose statements.</summary>
    public async ValueTask<Exception?> CheckAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await PingAsync(cancellationToken).WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        var concerns = await FindConcernsAsync().WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if (leases.LostAt is not 0 and var lost && TimeProvider.System.GetElapsedTime(lost) < LossReportTime)
        {
            concerns.Insert(0, string.Create(
                CultureInfo.InvariantCulture,
                $"Redis has lost what it held {TimeProvider.System.GetElapsedTime(lost).TotalSeconds:F0} seconds ago: statements from before are gone."));
        }

        return concerns.Count == 0 ? null : new InvalidOperationException(string.Join(' ', concerns));
    }

    /// <summary>Reads statements that do not exist, which checks the connection and the right to read. In a cluster as many that some are
    /// on a node that answers: <see cref="FindConcernsAsync"/> names the nodes that do not.</summary>
    private async Task PingAsync(CancellationToken cancellationToken)
    {
        var count = connections.Main.GetServers().Count(server => !server.IsReplica) > 1 ? PingsInCluster : 1;
        StatementStoreException? first = null;
        await foreach (var answer in Task.WhenEach(Enumerable.Range(0, count).Select(_ => TryPingAsync(cancellationToken))).ConfigureAwait(false))
        {
            if (await answer.ConfigureAwait(false) is not { } failure)
            {
                return;
            }

            first ??= failure;
        }

        throw first!;
    }

    private async Task<StatementStoreException?> TryPingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await reader.FindAsync(StatementHandle.New(TimeProvider.System), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (StatementStoreException exception)
        {
            return exception;
        }
    }

    /// <summary>Checks that Redis accepts what the store sends, and logs what may lose statements.</summary>
    /// <param name="user">The user that the connection should have, or null where that is not known.</param>
    /// <param name="logger">Where to log, or null.</param>
    /// <exception cref="StatementStoreException">Redis would refuse.</exception>
    public async Task CheckAccessAsync(string? user, ILogger? logger)
    {
        var concerns = await RedisAccess.CheckAsync(connections.Main, keys, user).ConfigureAwait(false);
        if (logger is not null && connections.Main.IsConnected)
        {
            foreach (var concern in concerns.Concat(await FindConcernsAsync().ConfigureAwait(false)))
            {
                RedisLog.Concern(logger, concern);
            }
        }
    }

    /// <summary>Finds settings of Redis that may lose statements, and nodes that cannot be reached.</summary>
    private async Task<List<string>> FindConcernsAsync()
    {
        var concerns = connections.Main.GetServers()
            .Where(server => server is { IsConnected: false, IsReplica: false })
            .Select(server => $"{server.EndPoint} cannot be reached.")
            .ToList();
        foreach (var server in connections.Main.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            try
            {
                // In a script: the client runs INFO itself on administrative connections only.
                var info = (string?)await server.ExecuteAsync("EVAL", "return redis.call('INFO')", 0).ConfigureAwait(false) ?? "";
                concerns.AddRange(FindConcerns(Parse(info)).Select(concern => $"{concern} ({server.EndPoint})"));
            }
            catch (Exception exception) when (RedisErrors.IsRedis(exception))
            {
                concerns.Add($"The settings of Redis could not be checked: {exception.Message}");
            }
        }

        return concerns;
    }

    private static ILookup<string, string> Parse(string info) => info.Split('\n')
        .Select(line => line.TrimEnd('\r').Split(':', 2))
        .Where(line => line.Length == 2)
        .ToLookup(line => line[0], line => line[1]);

    private IEnumerable<string> FindConcerns(ILookup<string, string> info)
    {
        if (info["maxmemory_policy"].FirstOrDefault() is { } policy && policy != "noeviction")
        {
            yield return $"Redis may drop statements: its maxmemory-policy is {policy}, and has to be noeviction.";
        }

        if (expectPersistence && info["aof_enabled"].FirstOrDefault() == "0")
        {
            yield return "Changes are lost when Redis ends: its append-only file is off. Set 'appendonly yes' in its configuration, and now with 'redis-cli config set appendonly yes'; "
                + "where nothing has to outlive Redis, set Redis:ExpectPersistence to false.";
        }

        if (info["aof_last_write_status"].FirstOrDefault() == "err" || info["rdb_last_bgsave_status"].FirstOrDefault() == "err")
        {
            yield return "Redis could not write to its disk lately. Its own log says why.";
        }
    }
}
