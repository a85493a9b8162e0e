namespace Mockhaus.Statements.Stores;

/// <summary>An optional ability of an <see cref="IStatementStore"/> that several processes share: to tell what others have changed.</summary>
/// <remarks>
/// A hint, never the truth: it may be lost, come late, or come twice, so whoever gets it asks the store, and asks now and then
/// without one. Told are ends, cancels that are asked for, rows given up, releases and removals; not starts and slides, and
/// nothing that was changed through the same store. A manager looks for this ability once, when it is made. Safe to call from many
/// threads at once.
/// </remarks>
public interface IStatementChangeFeed
{
    /// <summary>Tells of each change from now on.</summary>
    /// <param name="changed">Called with the statement, or with null when hints may have been lost, so that any statement may have
    /// changed. It has to return at once and must not throw.</param>
    /// <returns>What ends it when it is disposed of.</returns>
    IDisposable Subscribe(Action<StatementHandle?> changed);
}
