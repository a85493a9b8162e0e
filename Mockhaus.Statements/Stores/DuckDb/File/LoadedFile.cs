namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The contents of a file.</summary>
internal sealed record LoadedFile(StatementIndex Index, Generation[] Generations, long NextSeq);
