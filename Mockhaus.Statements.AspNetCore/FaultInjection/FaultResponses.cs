using System.Globalization;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>The responses that fault injection sends instead of the real ones.</summary>
internal static class FaultResponses
{
    private const string Reason = "This is fault injection.";

    public static SqlApiException Create(int status, StatementHandle? handle) => status switch
    {
        StatusCodes.Status401Unauthorized => new(status, new("390144", "08001", SqlApiErrors.InvalidJwt)),
        StatusCodes.Status408RequestTimeout => new(
            status,
            new(StatementErrorCodes.Timeout, "57014", $"Statement reached its statement or warehouse timeout of 0 second(s) and was canceled. {Reason}"),
            handle),
        StatusCodes.Status429TooManyRequests => new(status, new("390505", "", "Too many requests.")),
        _ => new(status, new(StatementErrorCodes.StoreUnavailable, "58030", $"The server is unavailable ({status}). {Reason}")),
    };

    /// <summary>Sets the Retry-After header for the statuses that have it.</summary>
    public static void SetRetryAfter(HttpResponse response, int status, TimeSpan pause)
    {
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }
}
