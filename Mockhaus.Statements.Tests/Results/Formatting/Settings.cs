using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Results.Formatting;

/// <summary>The settings of a statement with some parameters.</summary>
internal static class Settings
{
    public static ResultSettings Of(params (string Name, string Value)[] parameters) => ResultSettings.From(
        parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.OrdinalIgnoreCase));
}
