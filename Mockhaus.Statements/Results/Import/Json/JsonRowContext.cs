using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mockhaus.Statements.Results;

/// <summary>What the serializer has to know for reading rows without reflection.</summary>
[JsonSourceGenerationOptions(MaxDepth = JsonLayout.MaxDepth)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class JsonRowContext : JsonSerializerContext;
