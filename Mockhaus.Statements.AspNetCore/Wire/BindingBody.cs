using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.Wire;

/// <summary>A bind variable: its type, and its value as text or null.</summary>
internal sealed record BindingBody(string? Type, JsonElement Value);
