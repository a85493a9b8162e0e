namespace Mockhaus.Statements.Transfer;

/// <summary>A statement that was not copied because of a conflict at the target. Neither statement was changed.</summary>
/// <param name="Handle">The statement.</param>
/// <param name="Holder">The conflicting statement at the target: the same handle when that is another statement, or the same statement
/// with another outcome; otherwise the statement that holds its request id.</param>
public sealed record TransferConflict(StatementHandle Handle, StatementHandle Holder)
{
    /// <summary>Describes the conflict.</summary>
    /// <returns>One sentence.</returns>
    public override string ToString() => Handle == Holder
        ? $"The target has another statement {Handle}, or the same one with another outcome."
        : $"The request id of statement {Handle} is held by statement {Holder} at the target.";
}
