using System.Diagnostics;
using System.Net.Http.Headers;

namespace Mockhaus.Statements.Stress.Server;

/// <summary>The sample server in a process of its own, on a free port of this machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Program = "Mockhaus.SampleServer";
    private const string Greeting = "Serving Snowflake's SQL API on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Queue<string> _failures = [];
    private Task _output = Task.CompletedTask;

    private ServerProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public bool HasExited => _process.HasExited;

    /// <summary>In bytes, for itself alone.</summary>
    public long Memory => ProcessMemory.PrivateOf(_process.Id);

    /// <summary>What it has logged as an error: nothing that a client does should be one.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <param name="options">Of the server itself, as a person writes them.</param>
    /// <param name="settings">Of the library, without the section: <c>DefaultTimeToLive=00:00:05</c>.</param>
    public static async Task<ServerProcess> StartAsync(IEnumerable<string> options, params IEnumerable<string> settings)
    {
        IEnumerable<string> arguments = [PathOf(), "--port", "0", .. options, .. settings.Select(setting => $"--Mockhaus:Statements:{setting}")];
        var server = new ServerProcess(
            Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The sample server could not be started."));
        await server.GreetAsync().WaitAsync(Patience, TimeProvider.System);
        server._output = server.ListenAsync();
        return server;
    }

    /// <summary>A client of the API, whose session is that of the token.</summary>
    public HttpClient Client(string token) => new()
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _output;
        _process.Dispose();
    }

    /// <summary>Built with this program, in the same configuration.</summary>
    private static string PathOf()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = framework.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "samples", Program, "bin", framework.Parent.Name, framework.Name, $"{Program}.dll");
    }

    private async Task GreetAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Greeting, StringComparison.Ordinal))
            {
                Address = new(new Uri(line[Greeting.Length..]), "/");
                return;
            }
        }

        throw new InvalidOperationException("The sample server ended before it served.");
    }

    private async Task ListenAsync()
    {
        const int Most = 100;
        var following = 0;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            // The level and category stand in the first line, what happened in those behind it.
            following = line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal) ? 20 : following - 1;
            if (following > 0 && _failures.Count < Most)
            {
                _failures.Enqueue(line);
            }
        }
    }
}
