using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mockhaus.Statements.Diagnostics;

/// <summary>The host's logger, of which nothing that it throws comes back.</summary>
/// <remarks>A provider that fails, on a full disk say, must not end a worker, the sweeper, or a statement's way to its end.</remarks>
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
            // Where could it be told?
        }
    }
}
