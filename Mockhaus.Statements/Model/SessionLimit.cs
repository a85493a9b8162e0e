namespace Mockhaus.Statements;

/// <summary>What happens to a submission when its session has the maximum number of statements.</summary>
public enum SessionLimit
{
    /// <summary>The statements that finished first expire early to make room. When there is no finished statement, the submission is
    /// refused.</summary>
    ExpireOldest = 0,

    /// <summary>The submission is refused until statements expire or are released.</summary>
    Refuse = 1,
}
