namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Work on the file itself, between two groups.</summary>
internal sealed class FileCommand(Action work) : WriteCommand
{
    public override WriteOutcome Prepare(WriteGroup group)
    {
        work();
        return WriteOutcome.Written;
    }
}
