using System.Text.RegularExpressions;

namespace Mockhaus.Statements.Tests.Structure;

/// <summary>A source file of the repository.</summary>
/// <param name="Path">Its path from the repository's root, with forward slashes.</param>
/// <param name="Text">Its text.</param>
public sealed partial record SourceFile(string Path, string Text)
{
    public int LineCount => Text.TrimEnd('\n').Count(character => character == '\n') + 1;

    /// <summary>The project's folder; of a sample, the folder of all samples.</summary>
    public string Project => Path.Split('/')[0];

    /// <summary>The folders within the project that make its room: one, or two where a room has rooms of its own; nothing for the project's root.</summary>
    public string Room => Path.Split('/')[1..^1] switch
    {
        [] => "",
        [("Stores" or "History") and var room, var part, ..] => $"{room}/{part}",
        ["Execution", "DuckDb", "Interop", ..] => "Execution/DuckDb/Interop",
        [var room, ..] => room,
    };

    public string Name => Path.Split('/')[^1];

    /// <summary>The text without comments and without the contents of strings.</summary>
    public string Code { get; } = Comments().Replace(Text, match => match.Value.StartsWith('"') ? "\"\"" : "");

    /// <summary>The names of the types that stand at the file's top level.</summary>
    public IReadOnlyList<string> Types { get; } = [.. Declarations().Matches(Text).Select(match => match.Groups["name"].Value)];

    public IReadOnlyList<string> PublicTypes { get; } =
        [.. Declarations().Matches(Text).Where(match => match.Value.StartsWith("public", StringComparison.Ordinal))
            .Select(match => match.Groups["name"].Value)];

    public bool Mentions(string word) => Regex.IsMatch(Code, $@"(?<!\w){Regex.Escape(word)}(?!\w)");

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""(?:\\.|[^""\\\n])*""", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*" +
        @"(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>?\[\]]+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declarations();
}
