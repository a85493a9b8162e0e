using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Tests.Diagnostics;

/// <summary>Keeps what is logged, as "id name level: text".</summary>
internal sealed class NotedLog : ILogger<StatementManager>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{eventId.Id} {eventId.Name} {logLevel}: {formatter(state, exception)} {exception?.Message}".TrimEnd());
}
