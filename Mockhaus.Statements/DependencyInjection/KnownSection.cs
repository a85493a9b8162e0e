using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>A section of the configuration that options are bound from.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Options">The names of its options; true for those that take a single value, false for sections, lists and dictionaries.</param>
internal sealed record KnownSection(string Path, IReadOnlyDictionary<string, bool> Options)
{
    /// <summary>The section that all others are below: with named instances alone, nothing but their names is read there.</summary>
    public static KnownSection Root { get; } =
        new(MockhausStatementsServiceCollectionExtensions.ConfigurationSection, new Dictionary<string, bool>());

    /// <summary>The section of options of a type: its public properties, which trimming keeps because the binder sets them.</summary>
    /// <param name="path">Where it stands.</param>
    public static KnownSection Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(string path) => new(
        path,
        typeof(T).GetProperties().ToDictionary(
            property => property.Name,
            property => property.PropertyType.IsValueType || property.PropertyType == typeof(string),
            StringComparer.OrdinalIgnoreCase));
}
