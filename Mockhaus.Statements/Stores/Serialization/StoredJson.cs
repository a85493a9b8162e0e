using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>The JSON in the file. Names and forms are part of the format; golden files in the tests hold them.</summary>
[JsonSerializable(typeof(StoredEntry))]
[JsonSerializable(typeof(ResultBatchInfo))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    public static StoredJson Instance { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Letters of all alphabets as they are: people read this.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<StatementStatus>(),
            new JsonStringEnumConverter<BatchEncoding>(),
            new JsonStringEnumConverter<ResultColumnType>(),
        },
    });
}
