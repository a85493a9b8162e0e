using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Writes rows of JSON: objects with a member for each column, or arrays with a value for each column.</summary>
internal sealed class JsonRows(ResultWriter result) : NamedRows<JsonElement>(result)
{
    private NamedCells<JsonElement>? _cells;

    /// <summary>Reads the elements of an array one by one from the stream.</summary>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(Stream json, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = JsonSerializer.DeserializeAsyncEnumerable(json, JsonRowContext.Default.JsonElement, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (rows.ConfigureAwait(false))
        {
            for (var count = 0L; await MoveNextAsync(rows, count).ConfigureAwait(false); count++)
            {
                yield return JsonSurrogates.Replace(rows.Current);
            }
        }
    }

    protected override ResultColumn[] ColumnsOf(IReadOnlyList<JsonElement> rows) => JsonColumns.From(rows);

    protected override void Write(JsonElement row, long number, RowWriter target)
    {
        if (row.ValueKind == JsonValueKind.Array)
        {
            WriteArray(row, number, target);
            return;
        }

        if (row.ValueKind != JsonValueKind.Object)
        {
            throw ResultErrors.NotRows($"Row {number} of the JSON is {JsonCells.Show(row)}. A row must be an object, or an array of cells.");
        }

        _cells ??= new(target.Columns);
        _cells.Clear();
        foreach (var member in row.EnumerateObject())
        {
            _cells.Set(number, member.Name, member.Value);
        }

        for (var ordinal = 0; ordinal < target.Columns.Length; ordinal++)
        {
            WriteCell(target, ordinal, _cells.Values[ordinal], number);
        }
    }

    private static void WriteArray(JsonElement row, long number, RowWriter target)
    {
        if (row.GetArrayLength() != target.Columns.Length)
        {
            throw ResultErrors.NotRows($"Row {number} of the JSON has {row.GetArrayLength()} values, and the result {target.Columns.Length} columns.");
        }

        foreach (var (ordinal, value) in row.EnumerateArray().Index())
        {
            WriteCell(target, ordinal, value, number);
        }
    }

    private static void WriteCell(RowWriter target, int ordinal, JsonElement value, long number)
    {
        var column = target.Columns[ordinal];
        if (!JsonCells.TryWrite(target, column, value))
        {
            throw ResultErrors.DoesNotFit(column, number, JsonCells.Show(value), ResultErrors.StartAdvice);
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<JsonElement> rows, long count)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw ResultErrors.NotRows(
                $"The JSON cannot be read at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}, after row {count}. It must be an array of rows.",
                exception);
        }
    }
}
