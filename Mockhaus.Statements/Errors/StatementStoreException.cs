namespace Mockhaus.Statements;

/// <summary>The store is unavailable or failed. The operation may or may not have taken effect.</summary>
/// <param name="store">The kind of store.</param>
/// <param name="operation">The operation.</param>
/// <param name="handle">The statement, or null.</param>
/// <param name="innerException">The cause, or null.</param>
/// <param name="advice">What to do. Null: try again later.</param>
public sealed class StatementStoreException(
    string store, string operation, StatementHandle? handle, Exception? innerException, string? advice = null)
    : StatementException(
        $"The {store} store could not {operation}{(handle is null ? "" : $" statement {handle}")}: " +
        $"{Sentence(innerException?.Message ?? "no answer")} {advice ?? "Try again when it is back."}".TrimEnd(),
        innerException)
{
    /// <summary>The kind of store.</summary>
    public string Store { get; } = store;

    /// <summary>The operation.</summary>
    public string Operation { get; } = operation;

    /// <summary>The statement, or null.</summary>
    public StatementHandle? Handle { get; } = handle;

    /// <summary>A database's message often ends without a full stop, and more text follows it here.</summary>
    private static string Sentence(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed is [.., '.' or '!' or '?'] ? trimmed : trimmed + ".";
    }
}
