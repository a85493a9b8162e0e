namespace Mockhaus.Statements.Stores;

/// <summary>The settings of a <see cref="PerSessionStatementStore"/>. Configuration section <c>Mockhaus:Statements:Session</c>.</summary>
/// <remarks>MB means 1,048,576 bytes.</remarks>
public sealed class PerSessionStoreOptions
{
    /// <summary>The folder of the files of persistent sessions; a relative path is relative to the working folder. It is created when
    /// the first session is opened. It belongs to one store of one process, which locks the file <c>.mockhaus-lock</c> in it until it is
    /// disposed; a second store is refused when it opens a session.</summary>
    /// <value>Null, or empty: all sessions are in memory, and none can be opened as persistent.</value>
    public string? Folder { get; set; }

    /// <summary>The number of files that are open at once. Each takes a thread and some MB. A session whose file is needed while all
    /// others are in use waits for one of them.</summary>
    /// <value>8; at most 1,000.</value>
    public int MaxOpenFiles { get; set; } = 8;

    /// <summary>The memory that DuckDB may use for each open file, in MB.</summary>
    /// <value>64; at least 32, at most 1,048,576. A single batch needs about four times its size.</value>
    public int MemoryLimit { get; set; } = 64;
}
