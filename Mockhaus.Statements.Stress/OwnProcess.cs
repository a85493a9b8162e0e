using System.Diagnostics;

namespace Mockhaus.Statements.Stress;

/// <summary>This program once more, in a process of its own, read line by line and killed when it is no longer wanted.</summary>
internal sealed class OwnProcess : IDisposable
{
    private readonly Process _process;

    public OwnProcess(params IEnumerable<string> arguments)
    {
        // Under `dotnet program.dll` the process is dotnet's, and the program its first argument.
        var path = Environment.ProcessPath!;
        IEnumerable<string> host = Path.GetFileNameWithoutExtension(path) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        _process = Process.Start(new ProcessStartInfo(path, [.. host, .. arguments]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{path} could not be started.");
    }

    /// <summary>The next line, or null when there are no more.</summary>
    public Task<string?> ReadAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>SIGKILL: the process does not get to do anything any more.</summary>
    public void Kill() => _process.Kill();

    public Task ExitAsync() => _process.WaitForExitAsync();

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
