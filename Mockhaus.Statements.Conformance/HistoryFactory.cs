using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Conformance;

/// <summary>Creates the history that the suite runs on: one for each test.</summary>
public abstract class HistoryFactory : IAsyncDisposable
{
    /// <summary>The type of the history.</summary>
    public abstract Type HistoryType { get; }

    /// <summary>Opens the history: an empty one the first time; if it is durable, the same one with its entries each further time.</summary>
    /// <returns>The history. The suite disposes of it.</returns>
    public abstract ValueTask<IStatementHistory> OpenAsync();

    /// <summary>Removes what the history has left, such as a file.</summary>
    /// <returns>A task that ends when it is removed.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
