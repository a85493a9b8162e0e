namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Adds a statement, unless its handle or its request id is taken, or its session is full.</summary>
internal sealed class AddCommand(Statement statement, int maxInSession) : WriteCommand
{
    public override long Size => statement.Sql.Length;

    public override WriteOutcome Prepare(WriteGroup group)
    {
        var moment = statement.CreatedAt.UtcTicks;
        if (group.TryGet(statement.Handle, out _)
            || (statement.RequestId is not null && group.IsRequestIdTaken(statement)))
        {
            return WriteOutcome.Taken;
        }

        if (!group.HasRoom(statement.SessionId, maxInSession, moment))
        {
            return WriteOutcome.Full;
        }

        group.Begin(statement, isNew: true);
        return WriteOutcome.Written;
    }
}
