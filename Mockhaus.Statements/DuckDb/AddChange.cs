namespace Mockhaus.Statements.DuckDb;

/// <summary>A new statement, unless its handle, its request id or its session stand against it.</summary>
internal sealed class AddChange(Statement statement, int maxInSession) : StoreChange
{
    public override long Size => statement.Sql.Length;

    public override ChangeOutcome Prepare(WriteGroup group)
    {
        var moment = statement.CreatedAt.UtcTicks;
        if (group.TryGet(statement.Handle, out _)
            || (statement.RequestId is not null && group.IsHeldAgainst(statement)))
        {
            return ChangeOutcome.Taken;
        }

        if (!group.HasRoom(statement.SessionId, maxInSession, moment))
        {
            return ChangeOutcome.Full;
        }

        group.Begin(statement, isNew: true);
        return ChangeOutcome.Written;
    }
}
