namespace Mockhaus.Statements.Transfer;

/// <summary>A statement that was not copied, because another stands in its way. Neither was changed.</summary>
/// <param name="Handle">The statement.</param>
/// <param name="Holder">What stands in its way at the target: the same handle when that is another statement, or the same one
/// with another end; otherwise the statement that holds its request id.</param>
public sealed record TransferConflict(StatementHandle Handle, StatementHandle Holder)
{
    /// <summary>Says what stands in whose way.</summary>
    /// <returns>One sentence.</returns>
    public override string ToString() => Handle == Holder
        ? $"The target has another statement {Handle}, or the same one with another end."
        : $"The request id of statement {Handle} is held by statement {Holder} at the target.";
}
