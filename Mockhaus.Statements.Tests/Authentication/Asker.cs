using System.Net;
using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.Tests.Authentication;

/// <summary>Sends any token to a server, also what no client would, and sees every header of the answer.</summary>
internal sealed class Asker(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = address };

    /// <summary>Submits a statement; null sends no header of that name.</summary>
    public async Task<(HttpStatusCode Status, string Body, HttpResponseMessage Response)> AskAsync(
        string? authorization, string? type = null, string path = "/api/v2/statements")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent("""{"statement": "select 42"}""", Encoding.UTF8, "application/json"),
        };
        Add(request, "Authorization", authorization);
        Add(request, "X-Snowflake-Authorization-Token-Type", type);
        var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    /// <summary>Whether a token is taken and finds the statement of a handle.</summary>
    public async Task<HttpStatusCode> FindAsync(string token, string handle)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v2/statements/{handle}");
        Add(request, "Authorization", $"Bearer {token}");
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    public async Task<string> HandleOfAsync(string token)
    {
        var (status, body, response) = await AskAsync($"Bearer {token}");
        response.Dispose();
        status.Should().Be(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("statementHandle").GetString()!;
    }

    public void Dispose() => _http.Dispose();

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value).Should().BeTrue();
        }
    }
}
