using Mockhaus.Statements.Tests.Structure;

namespace Mockhaus.Statements.Tests.Diagnostics;

/// <summary>A table of the documentation.</summary>
internal static class DocTable
{
    /// <summary>The rows below a heading, without the table's head; cells without backticks.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string path, string heading) =>
    [
        .. SourceTree.Read(path).Split('\n')
            .SkipWhile(line => line != $"## {heading}").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim()).ToList()),
    ];
}
