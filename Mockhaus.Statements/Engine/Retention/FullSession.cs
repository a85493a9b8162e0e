namespace Mockhaus.Statements.Engine;

/// <summary>A session that was found full: the statements that make room next.</summary>
internal sealed class FullSession
{
    /// <summary>Held by the caller that makes room; the others wait and then try again.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>The finished statements that were there when they were listed last, the oldest end first.</summary>
    public Queue<StatementHandle> Oldest { get; set; } = new();

    /// <summary>Another number each time that room was made.</summary>
    public long Round { get; set; }
}
