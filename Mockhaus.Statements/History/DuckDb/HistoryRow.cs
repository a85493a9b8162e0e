using System.Text;
using System.Text.Json;

namespace Mockhaus.Statements.History;

/// <summary>An entry as it is written to a file.</summary>
internal sealed class HistoryRow(HistoryEntry entry)
{
    public HistoryEntry Entry => entry;

    public DateTime At { get; } = entry.At.UtcDateTime;

    public byte[] Session { get; } = entry.SessionId is null ? [] : Encoding.UTF8.GetBytes(entry.SessionId);

    public byte[] Json { get; } = JsonSerializer.SerializeToUtf8Bytes(entry, HistoryJson.Default.HistoryEntry);
}
