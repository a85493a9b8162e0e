using System.Text.RegularExpressions;
using Mockhaus.Statements.DependencyInjection;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Checks after connecting whether Redis accepts the commands that the store sends, so that a refusal is reported at the
/// start.</summary>
/// <remarks>Nothing is read or written. Redis can report the rights of a user since version 7; before that only the script itself is
/// tried.</remarks>
internal static partial class RedisAccess
{
    /// <summary>Returns for each command whether it does not exist, or this user may not run it on such a key.</summary>
    private const string Script =
        """
        local answers = {}
        for i = 2, #ARGV do
          local known, allowed = true, true
          if redis.acl_check_cmd then
            known, allowed = pcall(redis.acl_check_cmd, ARGV[i], ARGV[1])
          end
          answers[#answers + 1] = known and (allowed and '' or 'denied') or 'unknown'
        end
        return answers
        """;

    /// <summary>The commands that are sent directly; the others are in the scripts.</summary>
    private static readonly string[] Own = ["EVAL", "EVALSHA", "EXISTS", "GET", "HMGET", "SET", "ZRANGE", "ZRANGEBYSCORE", "ZREM"];

    private static readonly string[] Hints = ["PUBLISH", "SUBSCRIBE"];

    private static readonly string[] Commands = [.. Own.Concat(InScripts()).Except(Hints).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Checks each server that is connected. A connection that breaks meanwhile is reported by the calls.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="keys">The names of the keys.</param>
    /// <param name="user">The user that the connection should have, or null where that is not known.</param>
    /// <returns>Restrictions with which the store still works.</returns>
    /// <exception cref="StatementStoreException">Redis would refuse.</exception>
    public static async ValueTask<List<string>> CheckAsync(IConnectionMultiplexer connection, RedisKeys keys, string? user)
    {
        var concerns = new List<string>();
        var servers = connection.GetServers().Where(server => server.IsConnected).ToList();
        if (servers.Count > 0 && servers.All(server => server.IsReplica))
        {
            throw RedisErrors.Failed(
                "connect",
                null,
                $"{string.Join(", ", servers.Select(server => server.EndPoint))} is a replica, which takes no changes.",
                "Name its primary in Redis:Configuration.");
        }

        foreach (var server in servers.Where(server => !server.IsReplica))
        {
            try
            {
                await CheckUserAsync(server, user).ConfigureAwait(false);
                ThrowIfRefused(await RefusedAsync(server, keys.Sessions!, Commands).ConfigureAwait(false), $"{keys.Sessions}");
                concerns.AddRange((await RefusedAsync(server, keys.Changes, Hints).ConfigureAwait(false)).Select(refused =>
                    $"Redis has no {refused.Command} for this user on the channel {keys.Changes}: what other servers change is seen a little later. ({server.EndPoint})"));
            }
            catch (RedisServerException exception) when (!RedisErrors.IsPassing(exception))
            {
                throw RedisErrors.Failed("connect", null, exception);
            }
            catch (Exception exception) when (RedisErrors.IsRedis(exception))
            {
                // Redis does not answer: the error of the first call of the store says more.
            }
        }

        return concerns;
    }

    /// <summary>After a wrong password, Redis continues as the default user where that user needs no password.</summary>
    private static async Task CheckUserAsync(IServer server, string? user)
    {
        if (user is null)
        {
            return;
        }

        string? actual;
        try
        {
            actual = (string?)await server.ExecuteAsync("ACL", "WHOAMI").ConfigureAwait(false);
        }
        catch (RedisServerException)
        {
            // The user has no right to ACL WHOAMI, which the store itself does not need, or Redis is older than version 6.
            return;
        }

        if (actual is not null && actual != user)
        {
            throw RedisErrors.Failed(
                "connect", null, $"Redis has not taken this user and password, and goes on as the user '{actual}'.", "Check user and password in Redis:Configuration.");
        }
    }

    private static async Task<List<(string Command, string Why)>> RefusedAsync(IServer server, string name, string[] commands)
    {
        var answers = (string?[]?)await server.ExecuteAsync("EVAL", [Script, 0, name, .. commands]).ConfigureAwait(false) ?? [];
        return [.. commands.Zip(answers, (command, why) => (command, why ?? "")).Where(one => one.Item2.Length > 0)];
    }

    private static void ThrowIfRefused(List<(string Command, string Why)> refused, string key)
    {
        if (refused.Count == 0)
        {
            return;
        }

        var unknown = refused.Where(one => one.Why == "unknown").Select(one => one.Command).ToList();
        throw unknown.Count > 0
            ? RedisErrors.Failed("connect", null, $"Redis has no command {string.Join(", ", unknown)}.", RedisErrors.Unknown)
            : RedisErrors.Failed(
                "connect",
                null,
                $"Redis does not let this user run {string.Join(", ", refused.Select(one => one.Command))} on a key such as {key} (NOPERM).",
                RedisErrors.NoRight);
    }

    private static IEnumerable<string> InScripts() => RedisScript.Names.SelectMany(name => Call().Matches(RedisScript.GetText(name))).Select(call => call.Groups[1].Value);

    [GeneratedRegex(@"redis\.p?call\('([A-Z]+)'")]
    private static partial Regex Call();
}
