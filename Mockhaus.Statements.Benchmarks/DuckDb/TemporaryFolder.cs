namespace Mockhaus.Statements.Benchmarks.DuckDb;

/// <summary>A folder of its own for the files of a round.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("mockhaus-bench").FullName;

    public string File(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
