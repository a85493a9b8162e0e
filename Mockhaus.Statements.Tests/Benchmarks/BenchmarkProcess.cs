using System.Diagnostics;
using Mockhaus.Statements.Tests.Structure;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Benchmarks;

/// <summary>The benchmark program, run to its end.</summary>
internal sealed record BenchmarkProcess(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<BenchmarkProcess> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        using var process = Start(folder.Path, arguments);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The program on its way; whoever starts it has to end it.</summary>
    public static Process Start(string folder, params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program(), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = folder,
    })!;

    /// <summary>Of the configuration and the framework that the tests were built with.</summary>
    private static string Program()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(
            SourceTree.Root,
            "Mockhaus.Statements.Benchmarks",
            "bin",
            framework.Parent!.Name,
            framework.Name,
            "Mockhaus.Statements.Benchmarks.dll");
    }
}
