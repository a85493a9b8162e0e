namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>The JSON beside a row of a statement: what never changes where it begins, where it stands in each.</summary>
internal sealed record StoredEntry(StoredRequest? Request, StoredState? State);
