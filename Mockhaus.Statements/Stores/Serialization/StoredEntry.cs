namespace Mockhaus.Statements.Stores.Serialization;

/// <summary>The JSON of a row: the request in the first row of a statement, the state in every row.</summary>
internal sealed record StoredEntry(StoredRequest? Request, StoredState? State);
