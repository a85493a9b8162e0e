using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Mockhaus.Statements.Results;

/// <summary>The members of a type that become columns: its public properties, those of base types first; for a single value, the value
/// itself.</summary>
internal static class ItemMembers
{
    private const string OnlyName = "value";

    public static ItemMember<T>[] From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>()
    {
        if (IsSingle(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)))
        {
            return [new(OnlyName, typeof(T), getter: null)];
        }

        if (typeof(T).IsAssignableTo(typeof(ITuple)) || typeof(T).IsAssignableTo(typeof(IEnumerable)))
        {
            throw NoColumns(typeof(T));
        }

        // Reflection returns the properties of the most derived type first, each in declaration order.
        var members = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .DistinctBy(property => property.Name, StringComparer.Ordinal)
            .OrderBy(property => Depth(property.DeclaringType))
            .Select(property => new ItemMember<T>(property.Name, Checked(property), property.GetMethod))
            .ToArray();
        return members.Length > 0 ? members : throw NoColumns(typeof(T));
    }

    /// <summary>Whether the type is that of a cell, not of a row.</summary>
    private static bool IsSingle(Type type) =>
        type == typeof(string) || type.IsEnum || type == typeof(Guid) || type == typeof(TimeSpan) || type == typeof(char)
        || (type != typeof(object) && ClrColumns.Create(OnlyName, type, decimalScale: null).Type != ResultColumnType.Text);

    private static Type Checked(PropertyInfo property)
    {
        var type = property.PropertyType;
        var isList = type.IsAssignableTo(typeof(IEnumerable))
            && type != typeof(string) && type != typeof(byte[]) && !type.IsAssignableTo(typeof(JsonNode));
        return isList || type.IsByRef || type.IsByRefLike || type.IsPointer
            ? throw new ArgumentException(
                $"The property '{property.Name}' of {property.DeclaringType} is a {type}, which cannot be a cell. Convert it to a string or a JsonNode, or omit it.")
            : type;
    }

    private static int Depth(Type? type)
    {
        var depth = 0;
        for (; type is not null; type = type.BaseType)
        {
            depth++;
        }

        return depth;
    }

    private static ArgumentException NoColumns(Type type) => new(
        $"{type} has no public properties for columns. Pass objects of a record or an anonymous type, or dictionaries.");
}
