namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>A new statement, unless its handle, its request id or its session stand against it.</summary>
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
