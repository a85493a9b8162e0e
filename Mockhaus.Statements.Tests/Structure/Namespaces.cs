namespace Mockhaus.Statements.Tests.Structure;

/// <summary>The namespace of a file. Namespaces serve the reader: a public type has a short one, whatever folder it lies in.</summary>
public static class Namespaces
{
    private const string Core = "Mockhaus.Statements";
    private const string Web = "Mockhaus.Statements.AspNetCore";
    private const string Container = "Microsoft.Extensions.DependencyInjection";

    /// <summary>Extension methods, which are found without another using: beside what they extend.</summary>
    private static readonly Dictionary<string, string> Extensions = new(StringComparer.Ordinal)
    {
        ["MockhausStatementsServiceCollectionExtensions"] = Container,
        ["MockhausStatementsHealthChecksBuilderExtensions"] = Container,
        ["MockhausStatementsBuilderExtensions"] = Container,
        ["MockhausStatementsEndpointExtensions"] = "Microsoft.AspNetCore.Builder",
        ["ResultWriterExtensions"] = Core,
        ["MockhausStatementsBuilder"] = Core,
    };

    public static string Of(SourceFile file)
    {
        var (type, folders) = (file.Name.Split('.')[0], file.Path.Split('/')[1..^1]);
        return file.Project is not (Core or Web or $"{Core}.Redis") ? string.Join('.', file.Path.Split('/')[..^1])
            : type.EndsWith("StoreBuilderExtensions", StringComparison.Ordinal) || type.EndsWith("HistoryBuilderExtensions", StringComparison.Ordinal) ? Container
            : Extensions.TryGetValue(type, out var special) ? special
            : folders is [] or ["Model" or "Errors" or "Options", ..] || file.Project == $"{Core}.Redis" ? file.Project
            : IsPublic(file, type) ? file.Project == Web ? Web : $"{Core}.{folders[0]}"
            : folders is ["Stores", _, ..] or ["Execution", "DuckDb" or "AdoNet", ..] ? $"{Core}.{folders[0]}.{folders[1]}"
            : $"{file.Project}.{folders[0]}";
    }

    /// <summary>Whether the type of a file is public; a file that has another part of a type says so only in its first part.</summary>
    private static bool IsPublic(SourceFile file, string type) =>
        SourceTree.Files.Any(part => part.Project == file.Project && part.Name.Split('.')[0] == type && part.PublicTypes.Count > 0);
}
