using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Turns stored batches back into cells.</summary>
internal static class BatchReader
{
    /// <summary>The rows of a batch, each with its cells as text or null.</summary>
    public static List<IReadOnlyList<string?>> ReadRows(ResultBatch batch)
    {
        var json = new Utf8JsonReader(batch.GetJson().Span);
        var rows = new List<IReadOnlyList<string?>>(batch.Info.RowCount);
        var cells = new List<string?>();
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.String or JsonTokenType.Null:
                    cells.Add(json.GetString());
                    break;
                case JsonTokenType.EndArray when json.CurrentDepth == 2:
                    rows.Add(cells.ToArray());
                    cells.Clear();
                    break;
                default:
                    break;
            }
        }

        return rows;
    }
}
