namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>What a file holds.</summary>
internal sealed record LoadedFile(StatementIndex Index, Generation[] Generations, long NextSeq);
