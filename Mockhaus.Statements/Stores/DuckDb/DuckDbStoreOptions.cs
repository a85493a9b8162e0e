namespace Mockhaus.Statements.Stores;

/// <summary>The settings of a <see cref="DuckDbStatementStore"/>. Configuration section <c>Mockhaus:Statements:DuckDb</c>.</summary>
/// <remarks>MB means 1,048,576 bytes.</remarks>
public sealed class DuckDbStoreOptions
{
    /// <summary>The path of the file, which is created when it does not exist; its folder has to exist. Null keeps the database in
    /// memory, for tests; DuckDB's own name for that, <c>:memory:</c>, is refused.</summary>
    /// <value>Null.</value>
    public string? Path { get; set; }

    /// <summary>The memory that DuckDB may use for this file, in MB, in addition to what the store keeps of each statement.</summary>
    /// <value>128; at least 32, at most 1,048,576. A single batch needs about four times its size.</value>
    public int MemoryLimit { get; set; } = 128;

    /// <summary>The size of a table in MB, after which a new one is begun. The oldest table is dropped when none of its rows is needed
    /// any more.</summary>
    /// <value>16; at most 1,024. Larger tables need more memory; smaller ones make more tables.</value>
    public int GenerationSize { get; set; } = 16;
}
