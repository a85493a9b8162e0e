using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Infers columns from the first rows of JSON objects.</summary>
internal static class JsonColumns
{
    private const int MaxDigits = 38;

    public static ResultColumn[] From(IReadOnlyList<JsonElement> rows)
    {
        var columns = new OrderedDictionary<string, ResultColumn?>(StringComparer.Ordinal);
        var inexact = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in rows.Where(row => row.ValueKind == JsonValueKind.Object).SelectMany(row => row.EnumerateObject()))
        {
            var next = From(member.Name, member.Value);
            if (member.Value.ValueKind == JsonValueKind.Number && !TextNumbers.TryRealExactly(member.Value.GetRawText(), out _))
            {
                inexact.Add(member.Name);
            }

            if (!columns.TryGetValue(member.Name, out var column) || column is null)
            {
                columns[member.Name] = next;
            }
            else if (next is not null)
            {
                columns[member.Name] = Join(column, next);
            }
        }

        return [.. columns.Select(column => column.Value switch
        {
            null => ResultColumn.Text(column.Key),

            // A floating point number does not keep the digits of every value, but a variant does.
            { Type: ResultColumnType.Real } when inexact.Contains(column.Key) => new(column.Key, ResultColumnType.Variant),
            var other => other,
        })];
    }

    private static ResultColumn? From(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => new(name, ResultColumnType.Boolean),
        JsonValueKind.Object => new(name, ResultColumnType.Object),
        JsonValueKind.Array => new(name, ResultColumnType.Array),
        JsonValueKind.Number => ForNumber(name, value.GetRawText()),
        _ => ResultColumn.Text(name),
    };

    private static ResultColumn ForNumber(string name, string text) =>
        text.AsSpan().ContainsAny('.', 'e', 'E') ? new(name, ResultColumnType.Real)
        : text.TrimStart('-').Length <= MaxDigits ? ResultColumn.Fixed(name)
        : new(name, ResultColumnType.Variant);

    /// <summary>The type that both fit: a real for whole numbers that it represents exactly, otherwise a variant.</summary>
    private static ResultColumn Join(ResultColumn one, ResultColumn other) => (one.Type, other.Type) switch
    {
        var (type, same) when type == same => one,
        (ResultColumnType.Fixed, ResultColumnType.Real) => other,
        (ResultColumnType.Real, ResultColumnType.Fixed) => one,
        _ => new(one.Name, ResultColumnType.Variant),
    };
}
