using System.Diagnostics;
using Mockhaus.Statements.Tests.Structure;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>A program of its own that does not reference DuckDB.NET.Data.Full, as a host may have forgotten to.</summary>
public sealed class WithoutNativeTests
{
    private const string Program = "Mockhaus.Statements.Tests.WithoutNative";
    private const string Package = "Reference the package DuckDB.NET.Data.Full in the host";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);

    [OneTimeSetUp]
    public async Task RunAsync()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(SourceTree.Root, Program, "bin", framework.Parent!.Name, framework.Name, $"{Program}.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [path]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _told.Add(line.Split('|')[0], line.Split('|')[1]);
        }
    }

    [TestCase("duckdb", "StatementStoreException: ")]
    [TestCase("duckdb in memory", "StatementStoreException: ")]
    [TestCase("session", "StatementStoreException: ")]
    [TestCase("hybrid", "StatementStoreException: ")]
    [TestCase("data source", "DllNotFoundException: ")]
    [TestCase("executor", "StatementFailedException: ")]
    [TestCase("hand over", "")]
    public void What_needs_the_native_library_names_the_package_and_no_folder(string what, string type)
    {
        _told[what].Should().StartWith(type).And.Contain("native library could not be loaded").And.Contain(Package);
        _told[what].Should().NotContain("folder").And.NotContain("No such file").And.NotContain("Try again");
    }

    [Test]
    public void Sessions_in_memory_need_no_native_library() => _told["health"].Should().Be("Healthy");
}
