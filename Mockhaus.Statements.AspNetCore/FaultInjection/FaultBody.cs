using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>Reads the body of a POST before the API does. The API reports errors in it.</summary>
internal static class FaultBody
{
    private const string TagPrefix = "mockhaus:";
    private const string TagName = "QUERY_TAG";
    private const string RowsName = StatementParameters.PartitionRows;

    /// <summary>Reads the body and resets it, so that it can be read again.</summary>
    /// <exception cref="SqlApiException">The body is too large.</exception>
    public static async ValueTask<byte[]> ReadAsync(HttpRequest request, SqlApiOptions options, TimeProvider timeProvider)
    {
        var body = await RequestBody.ReadToEndAsync(request, options, timeProvider);
        var bytes = body.ToArray();
        request.BodyReader.AdvanceTo(body.End);
        Replace(request, bytes);
        return bytes;
    }

    /// <summary>The faults that the query tag asks for, or null.</summary>
    public static string? FaultIn(byte[] body)
    {
        using var json = TryParse(body);
        try
        {
            return ParametersOf(json)
                .Where(parameter => parameter.Value.ValueKind == JsonValueKind.String && IsNamed(parameter, TagName))
                .Select(parameter => parameter.Value.GetString()!)
                .LastOrDefault() is { } tag && tag.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase)
                    ? tag[TagPrefix.Length..]
                    : null;
        }
        catch (InvalidOperationException)
        {
            // Invalid Unicode is only detected when the string is read.
            return null;
        }
    }

    /// <summary>Sets the parameter for the number of rows of a partition.</summary>
    public static void SetRows(HttpRequest request, byte[] body, int rows)
    {
        using var json = TryParse(body);
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || (root.TryGetProperty("parameters"u8, out var given) && given.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)))
        {
            return;
        }

        var changed = new ArrayBufferWriter<byte>(body.Length + 64);
        using var writer = new Utf8JsonWriter(changed);
        try
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject().Where(member => !member.NameEquals("parameters"u8)))
            {
                member.WriteTo(writer);
            }

            writer.WriteStartObject("parameters"u8);
            foreach (var parameter in ParametersOf(json).Where(parameter => !IsNamed(parameter, RowsName)))
            {
                parameter.WriteTo(writer);
            }

            writer.WriteString(RowsName, rows.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.Flush();
            Replace(request, changed.WrittenSpan.ToArray());
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Invalid Unicode: the body is not changed, and the API refuses it.
        }
    }

    private static bool IsNamed(JsonProperty property, string name) => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static JsonElement.ObjectEnumerator ParametersOf(JsonDocument? json) =>
        json?.RootElement is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty("parameters"u8, out var parameters)
        && parameters.ValueKind == JsonValueKind.Object
            ? parameters.EnumerateObject()
            : default;

    private static JsonDocument? TryParse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Replace(HttpRequest request, byte[] bytes)
    {
        request.Body = new MemoryStream(bytes, writable: false);
        request.ContentLength = bytes.Length;
    }
}
