using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements;

/// <summary>A statement cannot be copied as it is stored. The others go on, and the <see cref="TransferResult"/> has this.</summary>
/// <param name="handle">The statement.</param>
/// <param name="batch">The batch that is at fault, or null when it is the statement itself.</param>
/// <param name="message">What was found, and what to do.</param>
/// <param name="innerException">What the store has thrown, or null.</param>
public sealed class StatementTransferException(StatementHandle handle, int? batch, string message, Exception? innerException = null)
    : StatementException(message, innerException)
{
    /// <summary>The statement.</summary>
    public StatementHandle Handle { get; } = handle;

    /// <summary>The batch that is at fault, or null when it is the statement itself.</summary>
    public int? Batch { get; } = batch;
}
