namespace Mockhaus.Statements.DuckDb;

/// <summary>Work on the file itself that has to be done between two groups.</summary>
internal sealed class FileChange(Action work) : StoreChange
{
    public override ChangeOutcome Prepare(WriteGroup group)
    {
        work();
        return ChangeOutcome.Written;
    }
}
