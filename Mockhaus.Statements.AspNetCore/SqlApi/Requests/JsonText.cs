using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads a JSON value as text.</summary>
internal static class JsonText
{
    /// <summary>The value of a string, null for null, and the raw JSON of any other value.</summary>
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
            // A lone surrogate or invalid UTF-8, also within an object or array, is only detected when the text is read.
            throw SqlApiErrors.InvalidPayload();
        }
    }
}
