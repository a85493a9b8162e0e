using System.Text.Json.Serialization;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads request bodies with code that is generated at build time. Responses are written by hand, because the order of their
/// members matters.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(SubmitBody))]
internal sealed partial class SubmitBodyJsonContext : JsonSerializerContext;
