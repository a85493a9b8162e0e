using System.Net;
using System.Text;
using System.Text.Json;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Tests.SqlApi.Contract;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>Talks to a server as a client would, and keeps nothing between two requests.</summary>
internal sealed class SqlApiClient : IDisposable
{
    private readonly HttpClient _http;

    public SqlApiClient(Uri address, string? token)
    {
        _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = address };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }
    }

    /// <summary>The fault that each request asks for, or null.</summary>
    public string? Fault { get; set; }

    public Task<SqlApiAnswer> SubmitAsync(string sql, string query = "") =>
        PostAsync("/api/v2/statements" + query, JsonSerializer.Serialize(new { statement = sql }));

    /// <param name="sql">The statement.</param>
    /// <param name="bindings">The JSON of its bindings.</param>
    public Task<SqlApiAnswer> BindAsync(string sql, string bindings) =>
        PostAsync("/api/v2/statements", $$"""{"statement": {{JsonSerializer.Serialize(sql)}}, "bindings": {{bindings}}}""");

    public async Task<SqlApiAnswer> PostAsync(string path, string body, string contentType = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        return await SendAsync(HttpMethod.Post, path, content);
    }

    public Task<SqlApiAnswer> GetAsync(string handle, string query = "") =>
        SendAsync(HttpMethod.Get, $"/api/v2/statements/{handle}{query}");

    public Task<SqlApiAnswer> CancelAsync(string handle) =>
        SendAsync(HttpMethod.Post, $"/api/v2/statements/{handle}/cancel");

    public async Task<SqlApiAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, string? host = null, string? acceptEncoding = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Host = host;
        request.Headers.Add("X-Mockhaus-Fault", Fault is null ? [] : [Fault]);
        if (acceptEncoding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        }

        using var response = await _http.SendAsync(request);
        var answer = new SqlApiAnswer(
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(),
            response.Content.Headers.ContentType?.ToString(),
            response.Content.Headers.ContentEncoding.SingleOrDefault(),
            response.Headers.TryGetValues("Link", out var links) ? string.Join('|', links) : null)
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
        if (host is null && Fault is null)
        {
            // What is answered to a wrong host, or made up on demand, is not the API's.
            SqlApiContract.Check(method, new(path, UriKind.RelativeOrAbsolute), answer);
        }

        return answer;
    }

    /// <summary>Polls until the statement is no longer running. The server answers at once, so this yields between polls.</summary>
    public async Task<SqlApiAnswer> PollAsync(string handle)
    {
        var answer = await GetAsync(handle);
        while (answer.Status == HttpStatusCode.Accepted)
        {
            await Task.Yield();
            answer = await GetAsync(handle);
        }

        return answer;
    }

    public void Dispose() => _http.Dispose();
}
