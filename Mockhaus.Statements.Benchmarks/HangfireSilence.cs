using Hangfire.Logging;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>A log for Hangfire that takes nothing, so that it has no logging to pay for.</summary>
internal sealed class HangfireSilence : ILogProvider, ILog
{
    public static void SetUp() => LogProvider.SetCurrentLogProvider(new HangfireSilence());

    public ILog GetLogger(string name) => this;

    public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
}
