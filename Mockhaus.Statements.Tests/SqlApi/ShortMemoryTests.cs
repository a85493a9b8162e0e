using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.SqlApi;

/// <summary>A server whose memory ends while it writes an answer.</summary>
public sealed class ShortMemoryTests
{
    [Test]
    public async Task An_answer_that_has_begun_breaks_off_and_the_log_says_so_in_one_line()
    {
        using var logs = new AllLogs(LogLevel.Warning);
        await using var server = await SqlApiServer.StartAsync(
            configureBuilder: builder => builder.Services.AddSingleton<IStartupFilter>(new ShortMemory()).AddLogging(logging => logging.AddProvider(logs)));
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "me");
        using var body = new StringContent("""{"statement": "select repeat('x', 100000)"}""", new MediaTypeHeaderValue("application/json"));

        var ask = async () => await client.PostAsync("/api/v2/statements", body);

        await ask.Should().ThrowAsync<HttpRequestException>();
        logs.Lines.Should().ContainSingle().Which.Should().Be(
            "The response to a POST request was aborted and its connection closed: the server is out of memory ");
    }

    /// <summary>Lets an answer have some of its bytes.</summary>
    private sealed class ShortMemory : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, answer) =>
            {
                var sender = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
                context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new ShortStream(context.Response.Body), sender));
                await answer(context);
            });
            next(app);
        };
    }

    private sealed class ShortStream(Stream inner) : MemoryStream
    {
        private int _written;

        public override async Task FlushAsync(CancellationToken cancellationToken) => await inner.FlushAsync(cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _written += buffer.Length;
            if (_written > 10_000)
            {
                throw new InsufficientMemoryException();
            }

            await inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
