namespace Mockhaus.Statements;

/// <summary>What happens to a submission when its session has as many statements as it may have.</summary>
public enum SessionLimit
{
    /// <summary>The statements that finished first make room: they expire before their time. When no finished statement is left, the submission is refused.</summary>
    ExpireOldest = 0,

    /// <summary>The submission is refused until statements have expired or were released.</summary>
    Refuse = 1,
}
