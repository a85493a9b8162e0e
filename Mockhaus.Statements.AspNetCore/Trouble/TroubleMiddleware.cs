using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Mockhaus.Statements.AspNetCore.Endpoints;
using Mockhaus.Statements.AspNetCore.Wire;

namespace Mockhaus.Statements.AspNetCore.Trouble;

/// <summary>Stands before the three operations, as a bad network and a bad server would, and knows them only by their requests and answers.</summary>
internal sealed class TroubleMiddleware(StatementManager manager, ISqlApiSessionResolver sessions, SqlApiOptions options, TimeProvider timeProvider)
{
    public const string Header = "X-Mockhaus-Trouble";
    private const int MaxScopes = 10_000;

    private readonly IReadOnlyList<TroubleItem> _always = TroubleParser.Parse(options.Trouble.Always, TroubleOperations.Post);
    private readonly TroubleScopes _scopes = new(MaxScopes);

    /// <summary>What puts trouble before an operation; when it is off, nothing.</summary>
    public static Func<TroubleOperations, RequestDelegate, RequestDelegate> Create(
        IServiceProvider provider, StatementManager manager, ISqlApiSessionResolver sessions, SqlApiOptions options)
    {
        if (!options.Trouble.Enabled)
        {
            return (_, operation) => operation;
        }

        if (provider.GetService<ILoggerFactory>() is { } loggers)
        {
            SqlApiLog.TroubleEnabled(loggers.CreateLogger(SqlApiLog.Category));
        }

        var trouble = new TroubleMiddleware(manager, sessions, options, provider.GetService<TimeProvider>() ?? TimeProvider.System);
        return (operations, operation) => context => trouble.InvokeAsync(context, operations, operation);
    }

    private async Task InvokeAsync(HttpContext context, TroubleOperations operations, RequestDelegate next)
    {
        var absence = operations == TroubleOperations.Get ? StatusCodes.Status400BadRequest : StatusCodes.Status422UnprocessableEntity;
        try
        {
            var session = await SqlApiEndpoints.SessionOfAsync(sessions, context);
            await (operations == TroubleOperations.Post
                ? SubmitAsync(context, session, next)
                : AskAsync(context, session, operations, next));
        }
        catch (OperationCanceledException exception) when (exception is ConnectionAbortedException || context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, or was dropped just now.
        }
        catch (Exception exception) when (!context.Response.HasStarted && SqlApiErrors.Of(exception, absence) is { } error)
        {
            await SqlApiResponse.WriteErrorAsync(context, error);
        }
    }

    private async Task SubmitAsync(HttpContext context, string session, RequestDelegate next)
    {
        var body = await TroubleBody.ReadAsync(context.Request, options, timeProvider);
        var text = new TroubleText(context.Request.Headers[Header].ToString(), TroubleBody.TroubleIn(body) ?? "");
        IReadOnlyList<TroubleItem> items =
        [
            .. TroubleParser.Parse(text.Header, TroubleOperations.Post),
            .. TroubleParser.Parse(text.Tag, TroubleOperations.Post),
            .. _always,
        ];
        MoveClock(items);
        if (items.Count == 0)
        {
            await next(context);
            return;
        }

        var scope = new TroubleScope(text, items, timeProvider.GetUtcNow());
        var item = _scopes.Open(TroubleScopes.Key(session, "request", RequestIds.GivenBy(context.Request), text.Header, text.Tag), scope)
            .Take(TroubleOperations.Post, timeProvider.GetUtcNow());
        Prepare(context.Request, body, items, item);
        await CarryOutAsync(context, item, next, asked: null, captured =>
        {
            foreach (var handle in captured.ReadHandles())
            {
                // A retry that asks for nothing of its own leaves what was asked for.
                var key = StatementKey(session, handle);
                if (items.Count > _always.Count || _scopes.Find(key) is null)
                {
                    _scopes.Open(key, new(text, items, timeProvider.GetUtcNow()));
                }
            }
        });
    }

    private async Task AskAsync(HttpContext context, string session, TroubleOperations operations, RequestDelegate next)
    {
        var header = context.Request.Headers[Header].ToString();
        var own = TroubleParser.Parse(header, operations);
        MoveClock(own);
        if (!StatementHandle.TryParse((string?)context.Request.RouteValues["handle"], out var handle))
        {
            await next(context);
            return;
        }

        var now = timeProvider.GetUtcNow();
        var operation = operations != TroubleOperations.Get ? operations
            : context.Request.Query["partition"].ToString() is "" or "0" ? TroubleOperations.Poll
            : TroubleOperations.Partition;
        var scope = ScopeOf(session, handle, now);

        // A client that sends the same header with each of its requests asks for it once.
        var item = own.Count > 0 && scope?.Text.Header != header
            ? _scopes.Open(TroubleScopes.Key(session, "header", handle.ToString(), header), new(new(header, ""), own, now)).Take(operation, now)
            : null;
        item ??= scope?.Take(operation, now);
        if (item is { Kind: TroubleKind.Expire })
        {
            // One that is still live stays; the next request tries again.
            await SqlApiEndpoints.ReleaseAsync(manager.OpenSession(session), handle, context.RequestAborted);
        }

        if (item is { Kind: TroubleKind.Running } or { Moment: TroubleMoment.Handle })
        {
            var statement = await manager.OpenSession(session).GetAsync(handle, context.RequestAborted);
            next = running => SqlApiResponse.WriteRunningAsync(running, statement);
        }

        await CarryOutAsync(context, item, next, handle, answered: null);
    }

    /// <summary>What a POST has to be so that its answer comes as it was asked for.</summary>
    private static void Prepare(HttpRequest request, byte[] body, IReadOnlyList<TroubleItem> items, TroubleItem? item)
    {
        if (items.FirstOrDefault(each => each.Kind == TroubleKind.Rows) is { } rows)
        {
            TroubleBody.SetRows(request, body, rows.Number);
        }

        if (item?.Moment == TroubleMoment.Handle
            || items.Any(each => each is { Kind: TroubleKind.Running, First: 1 } && each.Operations.HasFlag(TroubleOperations.Post)))
        {
            request.Query = new QueryCollection(new Dictionary<string, StringValues>(request.Query, StringComparer.OrdinalIgnoreCase)
            {
                ["async"] = "true",
            });
        }
    }

    private async Task CarryOutAsync(
        HttpContext context, TroubleItem? item, RequestDelegate next, StatementHandle? asked, Action<CapturedResponse>? answered)
    {
        switch (item)
        {
            case null or { Kind: TroubleKind.Running or TroubleKind.Expire } when answered is null:
                await next(context);
                return;
            case { Kind: TroubleKind.Answer, Moment: TroubleMoment.Before }:
                await AnswerAsync(context, item.Number, handle: null);
                return;
            case { Kind: TroubleKind.Drop, Moment: TroubleMoment.Before }:
                context.Abort();
                return;
        }

        var captured = await CapturedResponse.OfAsync(context, next);
        answered?.Invoke(captured);
        switch (item)
        {
            case { Kind: TroubleKind.Answer, Moment: TroubleMoment.After }:
                await AnswerAsync(context, item.Number, captured.ReadHandles() is [var handle, ..] ? handle : asked);
                break;
            case { Kind: TroubleKind.Answer } when context.Response.StatusCode == StatusCodes.Status202Accepted:
                context.Response.StatusCode = item.Number;
                TroubleAnswers.SetRetryAfter(context.Response, item.Number, options.Trouble.RetryAfter);
                await captured.SendAsync();
                break;
            case { Kind: TroubleKind.Drop, Moment: TroubleMoment.After }:
                context.Abort();
                break;
            case { Kind: TroubleKind.Drop }:
                await captured.SendHalfAsync();
                break;
            default:
                await captured.SendAsync();
                break;
        }
    }

    private Task AnswerAsync(HttpContext context, int status, StatementHandle? handle)
    {
        TroubleAnswers.SetRetryAfter(context.Response, status, options.Trouble.RetryAfter);
        return SqlApiResponse.WriteErrorAsync(context, TroubleAnswers.Of(status, handle));
    }

    private TroubleScope? ScopeOf(string session, StatementHandle handle, DateTimeOffset now)
    {
        var key = StatementKey(session, handle);
        return _scopes.Find(key) ?? (_always.Count == 0 ? null : _scopes.Open(key, new(new("", ""), _always, now)));
    }

    private static string StatementKey(string session, StatementHandle handle) => TroubleScopes.Key(session, "statement", handle.ToString());

    private void MoveClock(IEnumerable<TroubleItem> items)
    {
        foreach (var item in items.Where(item => item.Kind == TroubleKind.Advance))
        {
            if (timeProvider is not TroubleClock clock)
            {
                throw TroubleParser.Refused("The host has a clock of its own, which no request can move.");
            }

            if (!clock.TryAdvance(item.Time!.Value))
            {
                throw TroubleParser.Refused("The clock would be more than a hundred years ahead.");
            }
        }
    }
}
