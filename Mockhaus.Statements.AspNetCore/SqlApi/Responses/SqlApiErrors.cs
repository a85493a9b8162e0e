using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Creates the errors of the SQL API, and converts exceptions of the library to them.</summary>
internal static class SqlApiErrors
{
    /// <summary>The code of an executor that supports roles for a role that is not granted.</summary>
    public const string RoleNotGrantedCode = "390186";

    /// <summary>The message of 390144, as the real service sends it, including its last word.</summary>
    public const string InvalidJwt = "JWT token is invalid. null";

    public const string InvalidPayloadCode = "390142";

    /// <summary>The Retry-After of limits for which it is unknown when capacity is available again.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>The body is not valid.</summary>
    /// <param name="detail">The reason, as a sentence, or null.</param>
    public static SqlApiException InvalidPayload(string? detail = null) => new(
        StatusCodes.Status400BadRequest,
        new(InvalidPayloadCode, "22000", $"Incoming request does not contain a valid payload.{(detail is null ? "" : " ")}{detail}"));

    /// <summary>The request is refused with 429 and Retry-After.</summary>
    /// <param name="retryAfter">When to try again.</param>
    /// <param name="detail">The limit that was reached, as a sentence, or null.</param>
    /// <param name="handle">The statement that keeps running, or null.</param>
    public static SqlApiException TooManyRequests(TimeSpan retryAfter, string? detail = null, StatementHandle? handle = null) => new(
        StatusCodes.Status429TooManyRequests, new("390505", "", $"Too many requests.{(detail is null ? "" : " ")}{detail}"), handle)
    {
        RetryAfter = retryAfter,
    };

    public static SqlApiException NotFound(int status, string handle) => new(
        status, new("000709", "02000", $"Statement {handle} not found"))
    {
        UnknownHandle = handle,
    };

    public static SqlApiException BadPartition(string given, int count, StatementHandle handle) => new(
        StatusCodes.Status400BadRequest,
        new(
            "391922",
            "22023",
            $"Invalid partition parameter. The partition must be long type parsable and between 0 and {count - 1}, but '{given}' is specified."),
        handle);

    public static SqlApiException NotRunning(StatementHandle handle) => new(
        StatusCodes.Status422UnprocessableEntity,
        new("000605", "02000", "Identified SQL statement is not currently executing."),
        handle);

    public static SqlApiException BodyTooLarge(int maxBytes) => new(
        StatusCodes.Status413PayloadTooLarge,
        new(StatementErrorCodes.RequestTooLarge, "54000", $"The request body is larger than {maxBytes} bytes."));

    public static SqlApiException BodyTooSlow(string detail) => new(
        StatusCodes.Status408RequestTimeout,
        new(StatementErrorCodes.RequestTimeout, "57014", $"The request body took too long. {detail} Send it again."));

    /// <summary>The statement is stored and keeps running, but this request cannot wait for it.</summary>
    public static SqlApiException TooManyWaiters(StatementLimitException limit, StatementHandle handle) =>
        TooManyRequests(Soon, limit.Message, handle);

    /// <summary>Shortens a text of the request for a message.</summary>
    public static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "...";

    public static SqlApiException Unprocessable(string code, string sqlState, string message) => new(
        StatusCodes.Status422UnprocessableEntity, new(code, sqlState, message));

    public static SqlApiException InvalidParameter(StatementParameterException bad) => Unprocessable(
        StatementErrorCodes.InvalidParameter,
        "22023",
        $"SQL compilation error:\ninvalid value [{bad.Value}] for parameter '{bad.Name}'. {bad.Allowed}");

    /// <summary>The error of a statement that has no rows.</summary>
    public static SqlApiException From(Statement statement) => statement.Error switch
    {
        null when statement.RowsEvictedAt is not null => new(
            StatusCodes.Status422UnprocessableEntity,
            new(StatementErrorCodes.RowsEvicted, "54000", new StatementResultException(statement).Message),
            statement.Handle),
        null => Expired(StatusCodes.Status400BadRequest, statement.Handle),
        { Code: StatementErrorCodes.EmptyStatement } => new(StatusCodes.Status400BadRequest, statement.Error),
        { Code: RoleNotGrantedCode } => new(StatusCodes.Status400BadRequest, statement.Error),
        { Code: StatementErrorCodes.DatabaseUnavailable } => new(StatusCodes.Status503ServiceUnavailable, statement.Error, statement.Handle),
        { Code: StatementErrorCodes.HistoryUnavailable } => new(StatusCodes.Status503ServiceUnavailable, statement.Error, statement.Handle),
        { Code: StatementErrorCodes.Timeout } => new(StatusCodes.Status408RequestTimeout, statement.Error, statement.Handle),
        _ => new(StatusCodes.Status422UnprocessableEntity, statement.Error, statement.Handle),
    };

    /// <summary>The error for an exception of the library; null for other exceptions.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="absence">The status for an unknown handle, which depends on the operation.</param>
    public static SqlApiException? From(Exception exception, int absence) => exception switch
    {
        SqlApiException own => own,
        StatementNotFoundException missing => NotFound(absence, missing.Handle.ToString()),
        StatementExpiredException expired => Expired(absence, expired.Handle),
        SqlApiAuthenticationException refused => From(refused.Error),
        StatementLimitException
        {
            LimitName: nameof(StatementLimitOptions.MaxQueuedStatements) or nameof(StatementLimitOptions.MaxQueuedStatementsPerSession),
        } => TooManyRequests(Soon),
        StatementLimitException
        {
            LimitName: nameof(StatementLimitOptions.MaxStatementsPerSession) or nameof(StatementLimitOptions.MaxWaitersPerStatement),
        } full => TooManyRequests(Soon, full.Message),
        StatementParameterException bad => InvalidParameter(bad),
        StatementLimitException limit => Unprocessable(StatementErrorCodes.RequestTooLarge, "54000", limit.Message),
        StatementConflictException conflict => Unprocessable(StatementErrorCodes.Conflict, "42710", conflict.Message),
        StatementResultException rows => From(rows.Statement),
        StatementHistoryException refused => new(
            StatusCodes.Status503ServiceUnavailable, new(StatementErrorCodes.HistoryUnavailable, "58030", refused.Message))
        {
            RetryAfter = Soon,
        },
        StatementStoreException => Unavailable("The statement store is unavailable. Try again."),
        OutOfMemoryException => new(
            StatusCodes.Status503ServiceUnavailable,
            new(StatementErrorCodes.OutOfMemory, "53200", "The server is out of memory. Try again later, or read smaller results."))
        {
            RetryAfter = Soon,
        },
        ObjectDisposedException => Unavailable("The server is stopping. Try again."),
        _ => null,
    };

    /// <summary>The error of a request that is not authenticated.</summary>
    private static SqlApiException From(SqlApiAuthenticationError error) => error switch
    {
        SqlApiAuthenticationError.MissingToken => new(
            StatusCodes.Status400BadRequest,
            new("390146", "08001", "Authorization header not found in the request. Send 'Authorization: Bearer' and a token.")),
        SqlApiAuthenticationError.UnknownTokenType => new(
            StatusCodes.Status400BadRequest,
            new(
                InvalidPayloadCode,
                "22000",
                "X-Snowflake-Authorization-Token-Type is not KEYPAIR_JWT, OAUTH or PROGRAMMATIC_ACCESS_TOKEN. Send one of them, or omit the header.")),
        SqlApiAuthenticationError.InvalidOAuthToken => new(StatusCodes.Status401Unauthorized, new("390303", "", "Invalid OAuth access token.")),
        SqlApiAuthenticationError.ExpiredToken => new(StatusCodes.Status401Unauthorized, new("390318", "", "OAuth access token expired.")),
        _ => new(StatusCodes.Status401Unauthorized, new("390144", "", InvalidJwt)),
    };

    private static SqlApiException Expired(int status, StatementHandle handle) => new(
        status, new("000710", "02000", $"Result for query {handle} has expired"), handle);

    private static SqlApiException Unavailable(string message) => new(
        StatusCodes.Status503ServiceUnavailable, new(StatementErrorCodes.StoreUnavailable, "58030", message));
}
