namespace Mockhaus.Statements.Stress.Crash;

/// <summary>A process of this program that writes or looks, and says so in the lines of a <see cref="CrashLog"/>.</summary>
internal sealed class CrashProcess(params IEnumerable<string> arguments) : IDisposable
{
    private readonly OwnProcess _process = new(arguments);

    /// <summary>The next line, as words; none for one that was cut, null when there are no more.</summary>
    public async Task<string[]?> ReadAsync() => await _process.ReadAsync() is { } line ? CrashLog.Words(line) : null;

    /// <summary>SIGKILL: the process does not get to do anything any more.</summary>
    public void Kill() => _process.Kill();

    public Task ExitAsync() => _process.ExitAsync();

    public void Dispose() => _process.Dispose();
}
