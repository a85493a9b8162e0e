using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads the timeout of a statement in seconds, which clients send as a number, also with a fraction of zero, or as
/// text.</summary>
internal static class TimeoutMember
{
    private const long Max = 604_800;

    /// <summary>The timeout, or null when there is none.</summary>
    /// <exception cref="SqlApiException">The value is not a number of seconds.</exception>
    public static TimeSpan? Read(JsonElement? member)
    {
        if (member is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        var text = JsonText.From(value) ?? "";
        return value.ValueKind is JsonValueKind.Number or JsonValueKind.String && WholeNumber.TryRead(text, out var seconds) && seconds >= 0
            ? TimeSpan.FromSeconds(seconds == 0 ? Max : Math.Min(seconds, Max))
            : throw SqlApiErrors.InvalidPayload(
                $"Member 'timeout' is {SqlApiErrors.Shorten(text)}; it must be a whole number of seconds, 0 or more.");
    }
}
