using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mockhaus.Statements.Results;

/// <summary>The serializer metadata for reading rows without reflection.</summary>
[JsonSourceGenerationOptions(MaxDepth = JsonLayout.MaxDepth)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class JsonRowContext : JsonSerializerContext;
