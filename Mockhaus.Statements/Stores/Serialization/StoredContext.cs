namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>A statement's context.</summary>
internal sealed record StoredContext(
    string? Database, string? Schema, string? Warehouse, string? Role, Dictionary<string, string>? Parameters);
