using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Redis;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Keeps what the store logs.</summary>
internal sealed class RedisNotedLog : ILogger<RedisStatementStore>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));
}
