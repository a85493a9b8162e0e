using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>A response that is not sent yet. Its body is kept here, its status and headers in the HTTP response.</summary>
internal sealed class CapturedResponse
{
    private readonly HttpContext _context;
    private readonly byte[] _body;

    private CapturedResponse(HttpContext context, byte[] body) => (_context, _body) = (context, body);

    public static async Task<CapturedResponse> CaptureAsync(HttpContext context, RequestDelegate answer)
    {
        using var body = new MemoryStream();
        var sender = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var keeper = new StreamResponseBodyFeature(body, sender);
        context.Features.Set<IHttpResponseBodyFeature>(keeper);
        try
        {
            await answer(context);
            await keeper.Writer.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Features.Set(sender);
        }

        return new(context, body.ToArray());
    }

    /// <summary>The handles in the response: none, one, or one followed by those of its parts.</summary>
    public IReadOnlyList<StatementHandle> ReadHandles()
    {
        var handles = new List<StatementHandle>();
        if (_body.Length == 0)
        {
            return handles;
        }

        var json = new Utf8JsonReader(Plain());
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isOne = json.ValueTextEquals("statementHandle"u8);
            var isParts = json.ValueTextEquals("statementHandles"u8);
            json.Read();
            if (isOne && json.TokenType == JsonTokenType.String)
            {
                handles.Insert(0, StatementHandle.Parse(json.GetString()!));
            }
            else if (isParts)
            {
                while (json.Read() && json.TokenType == JsonTokenType.String)
                {
                    handles.Add(StatementHandle.Parse(json.GetString()!));
                }
            }
            else
            {
                json.Skip();
            }
        }

        return handles;
    }

    public ValueTask SendAsync() => _context.Response.Body.WriteAsync(_body, _context.RequestAborted);

    /// <summary>Sends half of the body, after which the server can only close the connection.</summary>
    public async Task SendHalfAsync()
    {
        await _context.Response.Body.WriteAsync(_body.AsMemory(0, _body.Length / 2), _context.RequestAborted);
        await _context.Response.Body.FlushAsync(_context.RequestAborted);
        throw new IOException("The connection is dropped in the middle of a response by fault injection.");
    }

    private ReadOnlySpan<byte> Plain()
    {
        if (_context.Response.Headers.ContentEncoding != "gzip")
        {
            return _body;
        }

        using var gzip = new GZipStream(new MemoryStream(_body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
