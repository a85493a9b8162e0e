using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Keeps what is logged, as "id name level: text".</summary>
internal sealed class NotedLog : ILogger<StatementManager>
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _next = Channel.CreateUnbounded<string>();

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The next message of a name.</summary>
    public async Task<string> NextAsync(string name)
    {
        while (true)
        {
            var line = await _next.Reader.ReadAsync().AsTask().WaitAsync(Safety);
            if (line.Split(' ')[1] == name)
            {
                return line;
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{eventId.Id} {eventId.Name} {logLevel}: {formatter(state, exception)} {exception?.Message}".TrimEnd();
        Lines.Enqueue(line);
        _next.Writer.TryWrite(line);
    }
}
