using Microsoft.Extensions.Logging;

namespace Mockhaus.Statements.Tests.WithoutNative;

/// <summary>Keeps the last exception that was logged.</summary>
internal sealed class LastError : ILoggerProvider, ILogger
{
    public string? Text { get; private set; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Text = exception?.Message ?? Text;

    public void Dispose()
    {
    }
}
