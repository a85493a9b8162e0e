using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>Wraps the host's logger and suppresses its exceptions.</summary>
/// <remarks>A logging provider that fails, for example on a full disk, must not stop a worker, the purge, or the completion of a
/// statement.</remarks>
internal sealed class NonThrowingLogger(ILogger inner) : ILogger
{
    public static ILogger Wrap(ILogger? inner) => inner is null ? NullLogger.Instance : new NonThrowingLogger(inner);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is no other place to report it.
        }
    }
}
