using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>The three operations. Exceptions are converted to error responses of the SQL API.</summary>
internal sealed class SqlApiEndpoints(
    StatementManager manager, ISqlApiSessionResolver sessions, RequestLimits limits, SqlApiOptions options, TimeProvider timeProvider, ILogger logger)
{
    public Task SubmitAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status422UnprocessableEntity, async session =>
    {
        var body = await SubmitBodyReader.ReadAsync(context.Request, options, timeProvider);
        var requestId = RequestIds.GivenBy(context.Request) is { Length: > 0 } given ? given : RequestIds.New().ToString();
        if (string.IsNullOrWhiteSpace(body.Statement))
        {
            throw new SqlApiException(
                StatusCodes.Status400BadRequest,
                new(StatementErrorCodes.EmptyStatement, "42601", "SQL compilation error:\nEmpty SQL statement."));
        }

        var isRetry = IsTrue(context.Request.Query["retry"]);
        var request = SubmitBodyConverter.ToRequest(body, requestId, isNullable: !IsFalse(context.Request.Query["nullable"])) with
        {
            // Only a retry returns the existing statement; otherwise the statement runs again and takes the request id over.
            RequestIdUse = isRetry ? RequestIdUse.Key : RequestIdUse.Newest,
            User = context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : null,
        };
        var statement = await session.SubmitAsync(request, context.RequestAborted);
        if (statement.Status == StatementStatus.Failed && isRetry)
        {
            // A new statement has not failed yet, so this is an earlier one: it is released together with its request id, and the request
            // runs again.
            await ReleaseAsync(session, statement.Handle, context.RequestAborted);
            statement = await session.SubmitAsync(request, context.RequestAborted);
        }

        if (!IsTrue(context.Request.Query["async"]) && options.SynchronousWindow > TimeSpan.Zero)
        {
            statement = await WaitAsync(session, statement.Handle, context.RequestAborted);
            await AnswerAsync(context, session, statement, partition: null);
            return;
        }

        await SqlApiResponse.WriteRunningAsync(context, statement);
    });

    public Task GetAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status400BadRequest, async session =>
    {
        var handle = HandleOf(context, StatusCodes.Status400BadRequest);
        var statement = await session.GetAsync(handle, context.RequestAborted);
        await AnswerAsync(context, session, statement, context.Request.Query["partition"]);
    });

    public Task CancelAsync(HttpContext context) => AnswerAsync(context, StatusCodes.Status422UnprocessableEntity, async session =>
    {
        var handle = HandleOf(context, StatusCodes.Status422UnprocessableEntity);
        var outcome = await session.CancelAsync(handle, context.RequestAborted);
        switch (outcome)
        {
            case { Status: CancelStatus.NotFound }:
                throw SqlApiErrors.NotFound(StatusCodes.Status422UnprocessableEntity, handle.ToString());
            case { Status: CancelStatus.AlreadyFinished, Statement.Status: not StatementStatus.Cancelled }:
                throw SqlApiErrors.NotRunning(handle);
            default:
                await SqlApiResponse.WriteCancelledAsync(context, handle);
                break;
        }
    });

    private async ValueTask<Statement> WaitAsync(StatementSession session, StatementHandle handle, CancellationToken cancellationToken)
    {
        try
        {
            return await session.WaitAsync(handle, options.SynchronousWindow, WaitTimeoutBehavior.ReturnCurrent, cancellationToken);
        }
        catch (StatementLimitException limit)
        {
            throw SqlApiErrors.TooManyWaiters(limit, handle);
        }
    }

    private async Task AnswerAsync(HttpContext context, StatementSession session, Statement statement, string? partition)
    {
        if (!statement.IsFinished)
        {
            await SqlApiResponse.WriteRunningAsync(context, statement);
            return;
        }

        if (statement.Result is not { } result)
        {
            throw SqlApiErrors.From(statement);
        }

        var number = PartitionOf(partition, result.Batches.Count, statement.Handle);
        var batch = await session.ReadBatchAsync(statement.Handle, number, context.RequestAborted)
            ?? throw new StatementNotFoundException(statement.Handle);
        context.Response.Headers.Link = StatementUrl.Links(context.Request, statement.Handle, number, result.Batches.Count);
        await (number == 0
            ? ResultSetResponse.WriteAsync(context, statement, result, batch, options.UppercaseColumnNames)
            : SqlApiResponse.WritePartitionAsync(context, batch));
    }

    private async Task AnswerAsync(HttpContext context, int absence, Func<StatementSession, Task> answer)
    {
        try
        {
            var session = await SessionOfAsync(sessions, context);
            using var pass = limits.Enter(session);
            await answer(manager.OpenSession(session));
        }
        catch (OperationCanceledException exception) when (exception is ConnectionAbortedException || context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected. Its statement keeps running.
        }
        catch (OutOfMemoryException) when (context.Response.HasStarted)
        {
            SqlApiLog.AnswerBrokenOff(logger, context.Request.Method);
            context.Abort();
        }
        catch (Exception exception) when (!context.Response.HasStarted && SqlApiErrors.From(exception, absence) is { } error)
        {
            await SqlApiResponse.WriteErrorAsync(context, error);
        }
    }

    /// <exception cref="SqlApiAuthenticationException">The resolver returned no session.</exception>
    public static async ValueTask<string> SessionOfAsync(ISqlApiSessionResolver sessions, HttpContext context) =>
        await sessions.ResolveAsync(context) is { Length: > 0 } session
            ? session
            : throw new SqlApiAuthenticationException(SqlApiAuthenticationError.MissingToken);

    /// <summary>Releases a statement, if it still exists.</summary>
    public static async Task ReleaseAsync(StatementSession session, StatementHandle handle, CancellationToken cancellationToken)
    {
        try
        {
            await session.ReleaseAsync(handle, cancellationToken);
        }
        catch (Exception exception) when (exception is StatementExpiredException or StatementNotFoundException)
        {
            // Another retry of the same request has already released it; its statement is found by the request id.
        }
    }

    private static StatementHandle HandleOf(HttpContext context, int absence)
    {
        var text = (string?)context.Request.RouteValues["handle"] ?? "";
        return StatementHandle.TryParse(text, out var handle) ? handle : throw SqlApiErrors.NotFound(absence, SqlApiErrors.Shorten(text));
    }

    private static int PartitionOf(string? text, int count, StatementHandle handle)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= 0
            && number < count
            ? number
            : throw SqlApiErrors.BadPartition(SqlApiErrors.Shorten(text), count, handle);
    }

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsFalse(string? text) => string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
}
