using System.Collections.Concurrent;
using System.Globalization;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Keeps the batches in files of a folder of its own, which goes with it.</summary>
internal sealed class DiskBatchStore(Action<ResultBatchInfo> written) : StoreDouble(new MemoryStatementStore()), IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("batches-");
    private readonly ConcurrentDictionary<(StatementHandle Handle, int Number), ResultBatchInfo> _batches = new();

    public override async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(PathOf(handle, batch.Info.Number), batch.Payload, cancellationToken);
        _batches[(handle, batch.Info.Number)] = batch.Info;
        written(batch.Info);
        return true;
    }

    public override async ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        _batches.TryGetValue((handle, number), out var info)
            ? new(info, await File.ReadAllBytesAsync(PathOf(handle, number), cancellationToken))
            : null;

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(StatementHandle handle, int number) =>
        Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{handle}.{number}"));
}
