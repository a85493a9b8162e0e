using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>The JSON of stores. Names and forms are part of the format, which golden files in the tests verify.</summary>
[JsonSerializable(typeof(StoredEntry))]
[JsonSerializable(typeof(ResultBatchInfo))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    public static StoredJson Instance { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Letters of all alphabets are not escaped, so that the JSON is readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<StatementStatus>(),
            new JsonStringEnumConverter<BatchEncoding>(),
            new JsonStringEnumConverter<ResultColumnType>(),
        },
    });
}
