using System.Globalization;

namespace Mockhaus.Statements.Stress;

/// <summary>Reads numbers off a command line.</summary>
internal static class CommandLine
{
    public static int Number(string[] arguments, string name, int otherwise)
    {
        var at = Array.IndexOf(arguments, name);
        return at < 0 ? otherwise : int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    }
}
