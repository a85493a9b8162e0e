namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>The stored context of a statement.</summary>
internal sealed record StoredContext(
    string? Database, string? Schema, string? Warehouse, string? Role, Dictionary<string, string>? Parameters);
