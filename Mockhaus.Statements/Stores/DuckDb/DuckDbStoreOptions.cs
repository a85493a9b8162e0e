using System.ComponentModel.DataAnnotations;

namespace Mockhaus.Statements.Stores;

/// <summary>The settings of a <see cref="DuckDbStatementStore"/>. Configuration section <c>Mockhaus:Statements:DuckDb</c>.</summary>
/// <remarks>MB means 1,048,576 bytes.</remarks>
public sealed class DuckDbStoreOptions
{
    /// <summary>The file. It is made when it is not there; its folder has to be. Null keeps all in memory, for tests;
    /// DuckDB's own name for that, <c>:memory:</c>, is refused.</summary>
    /// <value>Null.</value>
    public string? Path { get; set; }

    /// <summary>How much memory DuckDB may take for this file, in MB, beside what the store itself keeps of each statement.</summary>
    /// <value>128; at least 32, at most 1,048,576. A single batch needs about four times its size.</value>
    [Range(32, 1024 * 1024)]
    public int MemoryLimit { get; set; } = 128;

    /// <summary>After how many MB of rows a new table is begun. The oldest table is dropped when nothing in it is needed any more.</summary>
    /// <value>16; at most 1,024. Larger tables take DuckDB more memory; smaller ones make more of them.</value>
    [Range(1, 1024)]
    public int GenerationSize { get; set; } = 16;
}
