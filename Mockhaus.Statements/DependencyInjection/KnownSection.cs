using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>A configuration section that options are bound from.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Options">The names of its options, with true for single values and false for sections, lists and dictionaries.</param>
internal sealed record KnownSection(string Path, IReadOnlyDictionary<string, bool> Options)
{
    /// <summary>The root section. With named instances only, it contains only their names.</summary>
    public static KnownSection Root { get; } =
        new(MockhausStatementsServiceCollectionExtensions.ConfigurationSection, new Dictionary<string, bool>());

    /// <summary>Creates the section of an options type from its public properties, which trimming keeps because the binder sets
    /// them.</summary>
    /// <param name="path">Its path.</param>
    public static KnownSection Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(string path) => new(
        path,
        typeof(T).GetProperties().ToDictionary(
            property => property.Name,
            property => property.PropertyType.IsValueType || property.PropertyType == typeof(string),
            StringComparer.OrdinalIgnoreCase));
}
