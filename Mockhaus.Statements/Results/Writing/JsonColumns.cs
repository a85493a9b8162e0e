using System.Text.Json;

namespace Mockhaus.Statements.Results.Writing;

/// <summary>The columns of rows that are JSON objects, from the first of them.</summary>
internal static class JsonColumns
{
    private const int MaxDigits = 38;

    public static ResultColumn[] Of(IReadOnlyList<JsonElement> rows)
    {
        var columns = new OrderedDictionary<string, ResultColumn?>(StringComparer.Ordinal);
        foreach (var member in rows.Where(row => row.ValueKind == JsonValueKind.Object).SelectMany(row => row.EnumerateObject()))
        {
            var next = Of(member.Name, member.Value);
            if (!columns.TryGetValue(member.Name, out var column) || column is null)
            {
                columns[member.Name] = next;
            }
            else if (next is not null)
            {
                columns[member.Name] = Join(column, next);
            }
        }

        return [.. columns.Select(column => column.Value ?? ResultColumn.Text(column.Key))];
    }

    private static ResultColumn? Of(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => new(name, ResultColumnType.Boolean),
        JsonValueKind.Object => new(name, ResultColumnType.Object),
        JsonValueKind.Array => new(name, ResultColumnType.Array),
        JsonValueKind.Number => OfNumber(name, value.GetRawText()),
        _ => ResultColumn.Text(name),
    };

    private static ResultColumn OfNumber(string name, string text) =>
        text.AsSpan().ContainsAny('.', 'e', 'E') ? new(name, ResultColumnType.Real)
        : text.TrimStart('-').Length <= MaxDigits ? ResultColumn.Fixed(name)
        : new(name, ResultColumnType.Variant);

    /// <summary>What both fit: a real takes whole numbers, and a variant everything.</summary>
    private static ResultColumn Join(ResultColumn one, ResultColumn other) => (one.Type, other.Type) switch
    {
        var (type, same) when type == same => one,
        (ResultColumnType.Fixed, ResultColumnType.Real) => other,
        (ResultColumnType.Real, ResultColumnType.Fixed) => one,
        _ => new(one.Name, ResultColumnType.Variant),
    };
}
