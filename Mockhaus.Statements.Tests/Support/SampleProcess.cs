using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Mockhaus.Statements.Tests.SqlApi;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>The sample server as a process of its own, as a person starts it.</summary>
internal sealed partial class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private SampleProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it has printed until it was ready, or until its end.</summary>
    public string Output { get; private set; } = "";

    public static SampleProcess Launch(params string[] arguments) => Launch("dotnet", [Server, .. arguments]);

    public static Task<SampleProcess> StartAsync(params string[] arguments) => ReadyAsync(Launch(["--port", "0", .. arguments]));

    /// <summary>Starts it from a shell that has run a command before, such as one that lowers a limit.</summary>
    public static Task<SampleProcess> StartAfterAsync(string command, params string[] arguments) =>
        ReadyAsync(Launch("bash", ["-c", $"{command} && exec dotnet \"$0\" \"$@\"", Server, "--port", "0", .. arguments]));

    public Uri Url => new(Address().Match(Output).Value);

    public SqlApiClient Client(string token = "me") => new(Url, token);

    /// <summary>Asks it to stop, as Ctrl+C or a service manager does.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await WaitForExitAsync();
    }

    /// <summary>Ends it as a crash does: nothing of it runs any more (kill -9).</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await WaitForExitAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public Task<string> OutputAsync() => _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);

    public Task<string> ErrorsAsync() => _errors.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Server => Path.Combine(TestContext.CurrentContext.TestDirectory, "Mockhaus.SampleServer.dll");

    private static SampleProcess Launch(string program, string[] arguments) => new(Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    private static async Task<SampleProcess> ReadyAsync(SampleProcess process)
    {
        await process.ReadUntilReadyAsync();
        return process;
    }

    private async Task ReadUntilReadyAsync()
    {
        var output = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            output.AppendLine(line);
            if (line.StartsWith("Ctrl+C", StringComparison.Ordinal))
            {
                break;
            }
        }

        Output = output.ToString();
        Output.Should().Contain("Ctrl+C", "the server has to say that it is ready");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
