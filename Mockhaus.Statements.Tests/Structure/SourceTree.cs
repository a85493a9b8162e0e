namespace Mockhaus.Statements.Tests.Structure;

/// <summary>The repository that these tests were built from.</summary>
public static class SourceTree
{
    private const string Solution = "Mockhaus.Statements.sln";

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, Read(path))),
    ];

    /// <summary>What ships, and the samples.</summary>
    public static IReadOnlyList<SourceFile> Production { get; } =
    [
        .. Files.Where(file => file.Project is not ("Mockhaus.Statements.Benchmarks" or "Mockhaus.Statements.Stress")
            && !file.Project.StartsWith("Mockhaus.Statements.Tests", StringComparison.Ordinal)),
    ];

    public static string Read(string path) =>
        File.ReadAllText(Path.Combine(Root, path)).Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No {Solution} stands above {AppContext.BaseDirectory}.");
    }
}
