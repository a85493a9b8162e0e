using System.Buffers;
using System.Text.Json;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Engine;

/// <summary>Writes entries as lines of JSON, page by page.</summary>
internal sealed class HistoryExporter(HistoryReader reader)
{
    private const int PageSize = 1000;

    public async ValueTask<long> ExportAsync(Stream target, HistoryFilter? filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var (written, next) = (0L, filter ?? new());
        var lines = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(lines);
        while (true)
        {
            var page = await reader.ReadAsync(null, next, PageSize, cancellationToken).ConfigureAwait(false);
            lines.ResetWrittenCount();
            foreach (var entry in page.Entries)
            {
                json.Reset(lines);
                JsonSerializer.Serialize(json, entry, HistoryJson.Default.HistoryEntry);
                lines.Write("\n"u8);
            }

            await target.WriteAsync(lines.WrittenMemory, cancellationToken).ConfigureAwait(false);
            written += page.Entries.Count;
            if (page.Next is null)
            {
                return written;
            }

            next = next with { After = page.Next };
        }
    }
}
