using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>The keys of a history; all have one hash tag, as Redis Cluster requires of a script.</summary>
/// <param name="prefix">The prefix of all names.</param>
internal sealed class RedisHistoryKeys(string prefix)
{
    /// <summary>The entries by their numbers.</summary>
    public RedisKey Entries { get; } = $"{prefix}{{history}}:entries";

    /// <summary>The numbers by the ids of the entries.</summary>
    public RedisKey Ids { get; } = $"{prefix}{{history}}:ids";

    /// <summary>The first and the last number, and the size.</summary>
    public RedisKey Counters { get; } = $"{prefix}{{history}}:counters";

    public RedisKey[] All => [Entries, Ids, Counters];
}
