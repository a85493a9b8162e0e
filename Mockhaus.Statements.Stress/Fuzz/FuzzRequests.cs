using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>Requests by chance: most of what they are is good, so that what is odd is come to.</summary>
internal sealed class FuzzRequests(Random random, string token, IReadOnlyList<string> handles)
{
    private const string Statements = "/api/v2/statements";
    private const string Json = "application/json";

    // What the server takes: of a request line, and of all headers.
    private const int LongestLine = 8_000;
    private const int LongestHead = 30_000;

    private readonly FuzzValues _values = new(random);

    public FuzzRequest Next() => random.Next(20) switch
    {
        < 9 => Post("", []),
        < 11 => Post(Query("requestId", "async", "retry", "nullable", "unknown"), []),
        < 14 => Post("", Headers()),
        < 17 => OfHandle(),
        17 => Make(_values.Of("GET", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "post", "X", "POST"), Path(), [], Body()),
        _ => Raw(),
    };

    private FuzzRequest Post(string query, List<string> headers) => Make("POST", Statements + query, headers, Body());

    private FuzzRequest OfHandle()
    {
        var path = $"{Statements}/{Handle()}";
        return _values.Once(3)
            ? Make("POST", $"{path}/cancel{(_values.Once(3) ? Query("requestId") : "")}", [], _values.Once(3) ? Body() : null)
            : Make("GET", path + (_values.Once(4) ? "" : Query("partition", "requestId", "page")), _values.Once(4) ? Headers() : [], null);
    }

    private string Handle() => random.Next(4) switch
    {
        0 => Escape(_values.Text()),
        1 => Encoding.ASCII.GetString([.. _values.Damage(Encoding.ASCII.GetBytes(_values.Of(handles))).Where(value => value is > 0x20 and < 0x7f)]),
        _ => _values.Of(handles),
    };

    private string Path() => _values.Of(
        "/", "*", "//", "/api", "/api/v2", "/api/v2/openapi.json", Statements, $"{Statements}/", $"{Statements}//cancel", $"{Statements}/{Handle()}", $"{Statements}/{Handle()}/cancel",
        $"{Statements}/{Handle()}/cancel/", $"{Statements}/{Handle()}/x", "/API/V2/Statements", "/%2e%2e/", $"{Statements}/%00", $"http://127.0.0.1{Statements}", $"/{Escape(_values.Text())}");

    private string Query(params string[] names) =>
        "?" + string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(_ => _values.Of(names) + (_values.Once(8) ? "" : $"={Escape(QueryValue())}")));

    private string QueryValue() => random.Next(4) switch
    {
        0 => _values.Of("true", "false", "True", "1", "0", "2"),
        1 => random.Next(-2, 40).ToString(CultureInfo.InvariantCulture),
        _ => _values.Text(),
    };

    private List<string> Headers() => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Header())];

    private string Header() => random.Next(7) switch
    {
        0 or 1 => $"Authorization: {Authorization()}",
        2 => $"Accept-Encoding: {(_values.Once(3) ? Line() : _values.Of("gzip", "identity", "gzip;q=0", "*;q=0", "br", "gzip;q=2", "gzip;q=x", ",,,", "gzip, gzip", "*", ""))}",
        3 => $"Content-Type: {(_values.Once(3) ? Line() : _values.Of("text/plain", "application/json; charset=utf-16", "application/json; charset=nope", "application/x-www-form-urlencoded", "multipart/form-data", Json + ";;", "", "json", "a/b/c"))}",
        4 => $"X-Snowflake-Authorization-Token-Type: {(_values.Once(2) ? Line() : _values.Of("KEYPAIR_JWT", "OAUTH", "PROGRAMMATIC_ACCESS_TOKEN", "keypair_jwt", ""))}",
        5 => $"{_values.Of("Accept", "User-Agent", "Cookie", "X-Mockhaus-Fault", "Referer", "X-Forwarded-For", "Range", "If-None-Match", "Host", "traceparent", "baggage", "Content-Encoding", "Expect", "Origin")}: {Line()}",
        _ => $"X-{random.Next()}: {(_values.Once(5) ? new string('x', random.Next(1, 60_000)) : Line())}",
    };

    private string Authorization() => random.Next(8) switch
    {
        0 => Line(),
        1 => "Bearer",
        2 => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(_values.Text()))}",
        3 => $"bearer  {token} x",
        4 => $"Bearer {Line()}",
        5 => $"Bearer {_values.Of("..", "a.b.c", "....", ".e30.", "e30.e30.e30", "e30.bnVsbA.x", "%.%.%")}",
        _ => $"Bearer {Base64(_values.Of("{\"alg\":\"RS256\"}", "{\"alg\":\"none\"}", _values.Json()))}.{Base64($"{{\"iss\":{_values.Json()},\"sub\":{_values.Json()},\"exp\":{_values.Json()}}}")}.{Base64(_values.Text())}",
    };

    /// <summary>Nothing that HTTP is: bytes by chance, a good request that is damaged, lengths that lie, several at once.</summary>
    private FuzzRequest Raw()
    {
        var good = Make("POST", Statements, [], Body()).Bytes;
        var bytes = random.Next(6) switch
        {
            0 => _values.Damage(new byte[random.Next(1, 300)]),
            1 => good[..random.Next(good.Length)],
            2 => [.. good, .. good, .. _values.Damage(good)],
            3 => Encoding.Latin1.GetBytes($"POST {Statements} HTTP/{_values.Of("1.1", "1.0", "2.0", "0.9", "11", "1.1.1")}\r\nHost: {_values.Of("127.0.0.1", "", "other", "a b", "127.0.0.1:x")}\r\nAuthorization: Bearer {token}\r\n"
                + $"{_values.Of("Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 5, 5", "Transfer-Encoding: chunked", "Transfer-Encoding: odd", "Upgrade: h2c", "Expect: 100-continue", " folded")}\r\n\r\n"
                + $"{_values.Of("", "5\r\n{\"a\":\r\n", "zz\r\n", "ffffffffffffffff\r\n{", "1;x=y\r\n{\r\n0\r\n\r\n")}"),
            4 => [0x16, 0x03, 0x01, 0x02, 0x00, .. _values.Damage(new byte[512])],
            _ => _values.Damage(good),
        };
        return new(bytes, IsWhole: false);
    }

    private byte[] Body() => new FuzzBodies(_values).Next();

    private FuzzRequest Make(string method, string target, List<string> headers, byte[]? body)
    {
        AddDefault(headers, "Host", "127.0.0.1");
        AddDefault(headers, "Authorization", $"Bearer {token}");
        AddDefault(headers, "Content-Type", Json);
        var head = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\n{string.Join("\r\n", headers)}\r\nContent-Length: {body?.Length ?? 0}\r\nConnection: close\r\n\r\n"));
        return new([.. head, .. body ?? []], target.Length < LongestLine && head.Length < LongestHead);
    }

    private static void AddDefault(List<string> headers, string name, string value)
    {
        if (!headers.Exists(header => header.StartsWith($"{name}:", StringComparison.Ordinal)))
        {
            headers.Add($"{name}: {value}");
        }
    }

    private string Escape(string text) => _values.Once(3) ? Printable(text).Replace(' ', '+') : Uri.EscapeDataString(text);

    private string Line() => _values.Once(2) ? Printable(_values.Text()) : _values.Text().ReplaceLineEndings("").Replace("\u0000", "", StringComparison.Ordinal);

    private static string Printable(string text) => string.Concat(text.Where(letter => letter is >= ' ' and < '\u007f'));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
