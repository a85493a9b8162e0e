namespace Mockhaus.Statements.Stores;

/// <summary>An optional capability of an <see cref="IStatementStore"/> that several processes share: to report what other processes have
/// changed.</summary>
/// <remarks>
/// A report is a hint: it may be lost, late or repeated, so a subscriber reads the statement from the store, and also reads it now and
/// then without a report. Reported are terminal states, requested cancellations, evicted rows, releases and removals; not starts and
/// refreshed expiries, and nothing that was changed through the same store. A manager asks for this capability once, when it is created.
/// Thread-safe.
/// </remarks>
public interface IStatementChangeFeed
{
    /// <summary>Subscribes to the changes from now on.</summary>
    /// <param name="changed">Called with the statement, or with null when reports may have been lost, so that any statement may have
    /// changed. It has to return at once and must not throw.</param>
    /// <returns>The subscription, which ends when it is disposed of.</returns>
    IDisposable Subscribe(Action<StatementHandle?> changed);
}
