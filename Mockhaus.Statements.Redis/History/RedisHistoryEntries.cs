using System.Text.Json;
using Mockhaus.Statements.History;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Appends, reads and removes the entries of a history.</summary>
internal sealed class RedisHistoryEntries(RedisCalls calls, RedisHistoryKeys keys, TimeSpan retention)
{
    /// <summary>How many entries are read in one call.</summary>
    private const int Chunk = 500;

    /// <summary>How many entries a page looks at.</summary>
    private const int MaxScanned = 5_000;

    /// <summary>The keys outlive the entries by this: a safety net for a history that no server trims any more.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    public async ValueTask AppendAsync(IReadOnlyList<HistoryEntry> entries)
    {
        var values = new RedisValue[1 + (2 * entries.Count)];
        values[0] = (long)(retention + Margin).TotalMilliseconds;
        for (var i = 0; i < entries.Count; i++)
        {
            values[1 + (2 * i)] = IdOf(entries[i]);
            values[2 + (2 * i)] = JsonSerializer.SerializeToUtf8Bytes(entries[i], HistoryJson.Default.HistoryEntry);
        }

        await calls.ChangeAsync("append to the history", null, RedisScript.HistoryAppend, keys.All, values).ConfigureAwait(false);
    }

    public async ValueTask<HistoryPage> ReadAsync(
        HistoryFilter filter, DateTimeOffset trimmedBefore, int limit, long? before, CancellationToken cancellationToken)
    {
        var (first, last, _) = await ReadCountersAsync(cancellationToken).ConfigureAwait(false);
        var (page, scanned) = (new List<HistoryEntry>(), 0);
        for (var end = Math.Min(before ?? long.MaxValue, last + 1); end > first;)
        {
            if (scanned >= MaxScanned)
            {
                return new(page, HistoryPosition.Format(end));
            }

            var from = Math.Max(first, end - Chunk);
            var chunk = await ReadAsync(from, end, cancellationToken).ConfigureAwait(false);
            for (var i = chunk.Count - 1; i >= 0; i--)
            {
                if (chunk[i] is not { } entry || entry.At < trimmedBefore || !filter.Matches(entry))
                {
                    continue;
                }

                page.Add(entry);
                if (page.Count == limit)
                {
                    return new(page, from + i > first ? HistoryPosition.Format(from + i) : null);
                }
            }

            (scanned, end) = (scanned + chunk.Count, from);
        }

        return new(page, null);
    }

    public async ValueTask<long> EraseAsync(HistoryErasure what, CancellationToken cancellationToken)
    {
        var (first, last, _) = await ReadCountersAsync(cancellationToken).ConfigureAwait(false);
        var erased = 0L;
        for (var from = first; from <= last; from += Chunk)
        {
            // Once it has begun, it is finished.
            var chunk = await ReadAsync(from, Math.Min(from + Chunk, last + 1), CancellationToken.None).ConfigureAwait(false);
            erased += await RemoveAsync(null, from, chunk, what.Matches).ConfigureAwait(false);
        }

        return erased;
    }

    public async ValueTask<HistoryTrim> TrimAsync(DateTimeOffset before, long maxBytes, CancellationToken cancellationToken)
    {
        var (first, last, bytes) = await ReadCountersAsync(cancellationToken).ConfigureAwait(false);
        var removed = 0L;
        for (var isDone = false; !isDone && first <= last;)
        {
            var chunk = await ReadAsync(first, Math.Min(first + Chunk, last + 1), cancellationToken).ConfigureAwait(false);
            var count = 0;
            while (count < chunk.Count && (chunk[count] is not { } entry || entry.At < before || bytes > maxBytes))
            {
                bytes -= chunk[count] is { } gone ? SizeOf(gone) : 0;
                count++;
            }

            isDone = count < chunk.Count;
            removed += count == 0 ? 0 : await RemoveAsync(first + count, first, chunk.Take(count).ToList(), _ => true).ConfigureAwait(false);
            first += count;
        }

        return new(removed, (await ReadCountersAsync(cancellationToken).ConfigureAwait(false)).Bytes);
    }

    private static string IdOf(HistoryEntry entry) => entry.Id.ToString("N");

    private static long SizeOf(HistoryEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, HistoryJson.Default.HistoryEntry).Length;

    private async ValueTask<long> RemoveAsync(long? newFirst, long from, IReadOnlyList<HistoryEntry?> chunk, Func<HistoryEntry, bool> isRemoved)
    {
        var values = new List<RedisValue> { newFirst is { } first ? first : "" };
        for (var i = 0; i < chunk.Count; i++)
        {
            if (chunk[i] is { } entry && isRemoved(entry))
            {
                values.Add(from + i);
                values.Add(IdOf(entry));
            }
        }

        return values.Count == 1 && newFirst is null
            ? 0
            : (long)await calls.ChangeAsync("remove from the history", null, RedisScript.HistoryRemove, keys.All, [.. values]).ConfigureAwait(false);
    }

    private async ValueTask<(long First, long Last, long Bytes)> ReadCountersAsync(CancellationToken cancellationToken)
    {
        var values = await calls.CallAsync(
            "read the history",
            null,
            keys.Counters,
            static (database, key) => database.HashGetAsync(key, ["first", "next", "bytes"], RedisCalls.Primary),
            cancellationToken).ConfigureAwait(false);
        return (values[0].IsNull ? 1 : (long)values[0], (long)values[1], (long)values[2]);
    }

    /// <summary>The entries with numbers in a range; null for those that were erased.</summary>
    private async ValueTask<IReadOnlyList<HistoryEntry?>> ReadAsync(long from, long end, CancellationToken cancellationToken)
    {
        var fields = new RedisValue[end - from];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = from + i;
        }

        var values = await calls.CallAsync(
            "read the history",
            null,
            (Key: keys.Entries, Fields: fields),
            static (database, call) => database.HashGetAsync(call.Key, call.Fields, RedisCalls.Primary),
            cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(values, static value => value.IsNull ? null : JsonSerializer.Deserialize((byte[])value!, HistoryJson.Default.HistoryEntry));
    }
}
