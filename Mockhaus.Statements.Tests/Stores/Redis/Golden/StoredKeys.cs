using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis.Golden;

/// <summary>Keys of a Redis as text: names to what they hold, kept as commands would write it, because a DUMP belongs to one version of Redis.</summary>
/// <remarks>Bytes that are no text begin with <c>base64:</c>; a long run of one letter is <c>⟨x*600000⟩</c>.</remarks>
internal static partial class StoredKeys
{
    private const string Bytes = "base64:";

    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What stands under some keys; names without their prefix.</summary>
    public static async Task<SortedDictionary<string, SortedDictionary<string, string>>> ReadAsync(IDatabase database, IEnumerable<string> keys, string prefix)
    {
        var read = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var type = await database.KeyTypeAsync(key);
            IEnumerable<(string Name, string Value)> entries = type switch
            {
                RedisType.Hash => (await database.HashGetAllAsync(key)).Select(entry => (TextOf(entry.Name), TextOf(entry.Value))),
                RedisType.SortedSet => (await database.SortedSetRangeByRankWithScoresAsync(key))
                    .Select(entry => (TextOf(entry.Element), entry.Score.ToString("F0", CultureInfo.InvariantCulture))),
                _ => [("", TextOf(await database.StringGetAsync(key)))],
            };
            read[$"{type} {key[prefix.Length..]}"] = new(entries.ToDictionary(entry => entry.Name, entry => entry.Value), StringComparer.Ordinal);
        }

        return read;
    }

    /// <summary>Puts them under a prefix.</summary>
    public static async Task WriteAsync(IDatabase database, IReadOnlyDictionary<string, SortedDictionary<string, string>> keys, string prefix)
    {
        foreach (var (name, entries) in keys)
        {
            var (type, key) = (name.Split(' ', 2)[0], prefix + name.Split(' ', 2)[1]);
            await (type switch
            {
                nameof(RedisType.Hash) => database.HashSetAsync(key, [.. entries.Select(entry => new HashEntry(ValueOf(entry.Key), ValueOf(entry.Value)))]),
                nameof(RedisType.SortedSet) => database.SortedSetAddAsync(
                    key, [.. entries.Select(entry => new SortedSetEntry(ValueOf(entry.Key), double.Parse(entry.Value, CultureInfo.InvariantCulture)))]),
                _ => (Task)database.StringSetAsync(key, ValueOf(entries.Single().Value)),
            });
            await database.KeyExpireAsync(key, TimeSpan.FromHours(1));
        }
    }

    public static string ToJson(SortedDictionary<string, SortedDictionary<string, string>> keys) => JsonSerializer.Serialize(keys, Form) + "\n";

    public static SortedDictionary<string, SortedDictionary<string, string>> FromJson(Stream json) =>
        JsonSerializer.Deserialize<SortedDictionary<string, SortedDictionary<string, string>>>(json)!;

    /// <summary>How many bytes a text stands for.</summary>
    public static long LengthOf(string text) => ValueOf(text).Length();

    private static string TextOf(RedisValue value)
    {
        var bytes = (byte[])value!;
        try
        {
            return Runs().Replace(Strict.GetString(bytes), run => string.Create(CultureInfo.InvariantCulture, $"⟨{run.Value[0]}*{run.Length}⟩"));
        }
        catch (DecoderFallbackException)
        {
            return Bytes + Convert.ToBase64String(bytes);
        }
    }

    private static RedisValue ValueOf(string text) => text.StartsWith(Bytes, StringComparison.Ordinal)
        ? Convert.FromBase64String(text[Bytes.Length..])
        : (RedisValue)ShortRuns().Replace(text, run => new string(run.Groups[1].Value[0], int.Parse(run.Groups[2].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"(x)\1{99,}")]
    private static partial Regex Runs();

    [GeneratedRegex(@"⟨(.)\*(\d+)⟩")]
    private static partial Regex ShortRuns();
}
