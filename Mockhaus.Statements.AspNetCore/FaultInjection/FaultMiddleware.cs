using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>Injects faults before and after the three operations, as a bad network or server would. It only sees their requests and
/// responses.</summary>
internal sealed class FaultMiddleware(StatementManager manager, ISqlApiSessionResolver sessions, SqlApiOptions options, TimeProvider timeProvider)
{
    public const string Header = "X-Mockhaus-Fault";
    private const int MaxScopes = 10_000;

    private readonly IReadOnlyList<FaultRule> _always = FaultParser.Parse(options.FaultInjection.Always, FaultOperations.Post);
    private readonly FaultScopes _scopes = new(MaxScopes);

    /// <summary>Returns the decorator that adds faults to an operation. When fault injection is off, it returns the operation
    /// itself.</summary>
    public static Func<FaultOperations, RequestDelegate, RequestDelegate> Create(
        IServiceProvider provider, StatementManager manager, ISqlApiSessionResolver sessions, SqlApiOptions options)
    {
        if (!options.FaultInjection.Enabled)
        {
            return (_, operation) => operation;
        }

        if (provider.GetService<ILoggerFactory>() is { } loggers)
        {
            SqlApiLog.FaultInjectionEnabled(loggers.CreateLogger(SqlApiLog.Category));
        }

        var fault = new FaultMiddleware(manager, sessions, options, provider.GetService<TimeProvider>() ?? TimeProvider.System);
        return (operations, operation) => context => fault.InvokeAsync(context, operations, operation);
    }

    private async Task InvokeAsync(HttpContext context, FaultOperations operations, RequestDelegate next)
    {
        var absence = operations == FaultOperations.Get ? StatusCodes.Status400BadRequest : StatusCodes.Status422UnprocessableEntity;
        try
        {
            var session = await SqlApiEndpoints.SessionOfAsync(sessions, context);
            await (operations == FaultOperations.Post
                ? SubmitAsync(context, session, next)
                : AskAsync(context, session, operations, next));
        }
        catch (OperationCanceledException exception) when (exception is ConnectionAbortedException || context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected, or a fault has dropped the connection.
        }
        catch (Exception exception) when (!context.Response.HasStarted && SqlApiErrors.From(exception, absence) is { } error)
        {
            await SqlApiResponse.WriteErrorAsync(context, error);
        }
    }

    private async Task SubmitAsync(HttpContext context, string session, RequestDelegate next)
    {
        var body = await FaultBody.ReadAsync(context.Request, options, timeProvider);
        var text = new FaultText(context.Request.Headers[Header].ToString(), FaultBody.FaultIn(body) ?? "");
        IReadOnlyList<FaultRule> rules =
        [
            .. FaultParser.Parse(text.Header, FaultOperations.Post),
            .. FaultParser.Parse(text.Tag, FaultOperations.Post),
            .. _always,
        ];
        MoveClock(rules);
        if (rules.Count == 0)
        {
            await next(context);
            return;
        }

        var scope = new FaultScope(text, rules, timeProvider.GetUtcNow());
        var rule = _scopes.Open(FaultScopes.Key(session, "request", RequestIds.GivenBy(context.Request), text.Header, text.Tag), scope)
            .Take(FaultOperations.Post, timeProvider.GetUtcNow());
        Prepare(context.Request, body, rules, rule);
        await CarryOutAsync(context, rule, next, asked: null, captured =>
        {
            foreach (var handle in captured.ReadHandles())
            {
                // A retry without faults of its own keeps the earlier ones.
                var key = StatementKey(session, handle);
                if (rules.Count > _always.Count || _scopes.Find(key) is null)
                {
                    _scopes.Open(key, new(text, rules, timeProvider.GetUtcNow()));
                }
            }
        });
    }

    private async Task AskAsync(HttpContext context, string session, FaultOperations operations, RequestDelegate next)
    {
        var header = context.Request.Headers[Header].ToString();
        var own = FaultParser.Parse(header, operations);
        MoveClock(own);
        if (!StatementHandle.TryParse((string?)context.Request.RouteValues["handle"], out var handle))
        {
            await next(context);
            return;
        }

        var now = timeProvider.GetUtcNow();
        var operation = operations != FaultOperations.Get ? operations
            : context.Request.Query["partition"].ToString() is "" or "0" ? FaultOperations.Poll
            : FaultOperations.Partition;
        var scope = ScopeOf(session, handle, now);

        // A client that sends the same header with every request asks for its faults once.
        var rule = own.Count > 0 && scope?.Text.Header != header
            ? _scopes.Open(FaultScopes.Key(session, "header", handle.ToString(), header), new(new(header, ""), own, now)).Take(operation, now)
            : null;
        rule ??= scope?.Take(operation, now);
        if (rule is { Kind: FaultKind.Expire })
        {
            // A live statement is not released; the next request tries again.
            await SqlApiEndpoints.ReleaseAsync(manager.OpenSession(session), handle, context.RequestAborted);
        }

        if (rule is { Kind: FaultKind.Running } or { Timing: FaultTiming.Handle })
        {
            var statement = await manager.OpenSession(session).GetAsync(handle, context.RequestAborted);
            next = running => SqlApiResponse.WriteRunningAsync(running, statement);
        }

        await CarryOutAsync(context, rule, next, handle, answered: null);
    }

    /// <summary>Changes a POST so that its response has the requested form.</summary>
    private static void Prepare(HttpRequest request, byte[] body, IReadOnlyList<FaultRule> rules, FaultRule? rule)
    {
        if (rules.FirstOrDefault(each => each.Kind == FaultKind.Rows) is { } rows)
        {
            FaultBody.SetRows(request, body, rows.Number);
        }

        if (rule?.Timing == FaultTiming.Handle
            || rules.Any(each => each is { Kind: FaultKind.Running, First: 1 } && each.Operations.HasFlag(FaultOperations.Post)))
        {
            request.Query = new QueryCollection(new Dictionary<string, StringValues>(request.Query, StringComparer.OrdinalIgnoreCase)
            {
                ["async"] = "true",
            });
        }
    }

    private async Task CarryOutAsync(
        HttpContext context, FaultRule? rule, RequestDelegate next, StatementHandle? asked, Action<CapturedResponse>? answered)
    {
        switch (rule)
        {
            case null or { Kind: FaultKind.Running or FaultKind.Expire } when answered is null:
                await next(context);
                return;
            case { Kind: FaultKind.Answer, Timing: FaultTiming.Before }:
                await AnswerAsync(context, rule.Number, handle: null);
                return;
            case { Kind: FaultKind.Drop, Timing: FaultTiming.Before }:
                context.Abort();
                return;
        }

        var captured = await CapturedResponse.CaptureAsync(context, next);
        answered?.Invoke(captured);
        switch (rule)
        {
            case { Kind: FaultKind.Answer, Timing: FaultTiming.After }:
                await AnswerAsync(context, rule.Number, captured.ReadHandles() is [var handle, ..] ? handle : asked);
                break;
            case { Kind: FaultKind.Answer } when context.Response.StatusCode == StatusCodes.Status202Accepted:
                context.Response.StatusCode = rule.Number;
                FaultResponses.SetRetryAfter(context.Response, rule.Number, options.FaultInjection.RetryAfter);
                await captured.SendAsync();
                break;
            case { Kind: FaultKind.Drop, Timing: FaultTiming.After }:
                context.Abort();
                break;
            case { Kind: FaultKind.Drop }:
                await captured.SendHalfAsync();
                break;
            default:
                await captured.SendAsync();
                break;
        }
    }

    private Task AnswerAsync(HttpContext context, int status, StatementHandle? handle)
    {
        FaultResponses.SetRetryAfter(context.Response, status, options.FaultInjection.RetryAfter);
        return SqlApiResponse.WriteErrorAsync(context, FaultResponses.Create(status, handle));
    }

    private FaultScope? ScopeOf(string session, StatementHandle handle, DateTimeOffset now)
    {
        var key = StatementKey(session, handle);
        return _scopes.Find(key) ?? (_always.Count == 0 ? null : _scopes.Open(key, new(new("", ""), _always, now)));
    }

    private static string StatementKey(string session, StatementHandle handle) => FaultScopes.Key(session, "statement", handle.ToString());

    private void MoveClock(IEnumerable<FaultRule> rules)
    {
        foreach (var rule in rules.Where(rule => rule.Kind == FaultKind.Advance))
        {
            if (timeProvider is not FaultClock clock)
            {
                throw FaultParser.Refused("The host has its own clock, which requests cannot move.");
            }

            if (!clock.TryAdvance(rule.Time!.Value))
            {
                throw FaultParser.Refused("The clock would be more than a hundred years ahead.");
            }
        }
    }
}
