using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>The text of a JSON value that stands where text is expected.</summary>
internal static class JsonText
{
    /// <summary>A string's letters, null for null, and anything else as it is written.</summary>
    public static string? From(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Null or JsonValueKind.Undefined => null,
                _ => value.GetRawText(),
            };
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, or bytes that are no UTF-8, also within an object or array: found only when the text is taken out.
            throw SqlApiErrors.InvalidPayload();
        }
    }
}
