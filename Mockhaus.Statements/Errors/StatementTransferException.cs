using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements;

/// <summary>A stored statement cannot be copied. The transfer continues with the others and reports this exception in its
/// <see cref="TransferResult"/>.</summary>
/// <param name="handle">The statement.</param>
/// <param name="batch">The batch that cannot be copied, or null when it is the statement itself.</param>
/// <param name="message">What was found, and what to do.</param>
/// <param name="innerException">The exception of the store, or null.</param>
public sealed class StatementTransferException(StatementHandle handle, int? batch, string message, Exception? innerException = null)
    : StatementException(message, innerException)
{
    /// <summary>The statement.</summary>
    public StatementHandle Handle { get; } = handle;

    /// <summary>The batch that cannot be copied, or null when it is the statement itself.</summary>
    public int? Batch { get; } = batch;
}
