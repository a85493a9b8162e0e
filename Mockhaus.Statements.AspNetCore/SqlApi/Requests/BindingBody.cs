using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>A bind variable: its type, and its value, which is a text or null, or an array of these for a batch.</summary>
internal sealed record BindingBody(string? Type, JsonElement Value);
