using System.Diagnostics;
using Mockhaus.Statements.Tests.Structure;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A program of this repository, run to its end.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    public const string Benchmarks = "Mockhaus.Statements.Benchmarks";
    public const string Stress = "Mockhaus.Statements.Stress";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<ProgramRun> RunAsync(string program, TemporaryFolder folder, params string[] arguments)
    {
        using var process = Start(program, folder.Path, arguments);
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
    public static Process Start(string program, string folder, params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [PathOf(program), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = folder,
    })!;

    /// <summary>Of the configuration and the framework that the tests were built with.</summary>
    private static string PathOf(string program)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(
            SourceTree.Root,
            program,
            "bin",
            framework.Parent!.Name,
            framework.Name,
            $"{program}.dll");
    }
}
