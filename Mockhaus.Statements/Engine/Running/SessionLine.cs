namespace Mockhaus.Statements.Engine;

/// <summary>What one session has in the queue; the queue's own, and used under its lock.</summary>
internal sealed class SessionLine
{
    public SessionLine() => Node = new(this);

    public string SessionId { get; set; } = "";

    /// <summary>The statements that wait, in order.</summary>
    public LinkedList<RunningStatement> Waiting { get; } = new();

    /// <summary>How many of its statements run.</summary>
    public int Running { get; set; }

    /// <summary>How many places it has: reserved, waiting and running.</summary>
    public int Places { get; set; }

    /// <summary>Its place among the sessions that have statements waiting; made once, and moved.</summary>
    public LinkedListNode<SessionLine> Node { get; }
}
