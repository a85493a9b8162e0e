namespace Mockhaus.Statements;

/// <summary>A store could not answer. What was asked may or may not have happened.</summary>
/// <param name="store">The kind of store.</param>
/// <param name="operation">What was asked of it.</param>
/// <param name="handle">For which statement, or null.</param>
/// <param name="innerException">Why.</param>
/// <param name="advice">What to do, or null to try again.</param>
public sealed class StatementStoreException(
    string store, string operation, StatementHandle? handle, Exception? innerException, string? advice = null)
    : StatementException(
        $"The {store} store could not {operation}{(handle is null ? "" : $" statement {handle}")}: " +
        $"{Sentence(innerException?.Message ?? "no answer")} {advice ?? "Try again when it is back."}".TrimEnd(),
        innerException)
{
    /// <summary>The kind of store.</summary>
    public string Store { get; } = store;

    /// <summary>What was asked of it.</summary>
    public string Operation { get; } = operation;

    /// <summary>For which statement, or null.</summary>
    public StatementHandle? Handle { get; } = handle;

    /// <summary>A database's own text often ends without a full stop, and ours goes on behind it.</summary>
    private static string Sentence(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed is [.., '.' or '!' or '?'] ? trimmed : trimmed + ".";
    }
}
