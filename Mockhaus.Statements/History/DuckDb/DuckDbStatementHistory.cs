using System.Data.Common;
using Mockhaus.Statements.Stores.DuckDb;

namespace Mockhaus.Statements.History;

/// <summary>A history in a DuckDB file of its own.</summary>
/// <remarks>
/// <para>Thread-safe. Calls run one after the other: readers of a history are few, and its writer appends groups. An appended entry survives
/// a crash of the process and of the machine.</para>
/// <para>Entries are in tables of one day, or of 64 MB or 262,144 entries. Erasing and trimming copy what is kept to a new file, which
/// replaces the old one, so that nothing of the rest stays in free blocks; calls wait meanwhile, about a second for 300,000
/// entries. The view <c>query_history</c> is for a person with a DuckDB shell, while no process has the file open.</para>
/// </remarks>
public sealed class DuckDbStatementHistory : IStatementHistory
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _path;
    private StoreFileLock? _lock;
    private HistoryFile? _file;
    private DateTimeOffset _trimmedBefore = DateTimeOffset.MinValue;
    private bool _isDisposed;

    private DuckDbStatementHistory(string path) => _path = path;

    /// <inheritdoc/>
    public bool IsDurable => true;

    private string CopyPath => $"{_lock!.Path}.copy";

    /// <summary>Opens a history file, or creates it; its folder has to exist. Finishes an erasure that a crash has broken off.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the wait for the file.</param>
    /// <returns>The history. Dispose of it to close the file.</returns>
    /// <exception cref="StatementStoreException">The file cannot be opened: it is locked, damaged, or of a newer format.</exception>
    public static async ValueTask<DuckDbStatementHistory> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return await Task.Run(() => Open(path), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<HistoryEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        await RunAsync("append to", file =>
        {
            file.Append(entries);
            return 0;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<HistoryPage> ReadAsync(HistoryFilter filter, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        HistoryLimit.ThrowIfInvalid(limit);
        var before = HistoryPosition.Parse(filter.After) ?? long.MaxValue;
        return RunAsync("read", file => HistoryPages.Read(file, new(filter, _trimmedBefore), before, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> EraseAsync(HistoryErasure what, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(what);
        return RunAsync("erase from", file =>
        {
            var count = file.CountErased(what);
            if (count > 0)
            {
                file.NoteErasure(what);
                Rewrite(file, _ => true, [what]);
            }

            return count;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<HistoryTrim> TrimAsync(DateTimeOffset before, long maxBytes, CancellationToken cancellationToken = default) =>
        RunAsync("trim", file =>
        {
            _trimmedBefore = before > _trimmedBefore ? before : _trimmedBefore;
            var dropped = file.Tables.Where(table => table.Count > 0 && table.Newest < before.UtcDateTime).ToHashSet();
            var bytes = file.MeasureBytes();
            var total = Math.Max(1, file.Tables.Sum(table => table.Count));

            // The size of a table is estimated by its share of the entries. The newest table stays.
            var excess = bytes - maxBytes - dropped.Sum(table => bytes * table.Count / total);
            foreach (var table in file.Tables.SkipLast(1).Where(table => !dropped.Contains(table)).ToList().TakeWhile(_ => excess > 0))
            {
                dropped.Add(table);
                excess -= bytes * table.Count / total;
            }

            if (dropped.Count == 0)
            {
                return new HistoryTrim(0, bytes);
            }

            Rewrite(file, table => !dropped.Contains(table), []);
            return new HistoryTrim(dropped.Sum(table => table.Count), _file!.MeasureBytes());
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        await _turn.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        try
        {
            await Task.Run(() => _file?.Dispose()).ConfigureAwait(false);
        }
        finally
        {
            _lock?.Dispose();
            _turn.Release();
        }
    }

    /// <summary>Creates a history whose file is opened by its first call: while that fails, the history is unavailable, and nothing else.</summary>
    internal static DuckDbStatementHistory CreateClosed(string path) => new(path);

    internal static DuckDbStatementHistory Open(string path)
    {
        var history = new DuckDbStatementHistory(path);
        history.EnsureOpen();
        return history;
    }

    private static StatementStoreException Failed(string operation, Exception exception) =>
        new("DuckDB history", operation, null, exception, StoreFileErrors.Advice(exception) ?? "Try again.");

    private async ValueTask<T> RunAsync<T>(string operation, Func<HistoryFile, T> run, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return await Task.Run(() => Run(operation, run), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private T Run<T>(string operation, Func<HistoryFile, T> run)
    {
        var file = EnsureOpen();
        try
        {
            return run(file);
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            if (_file?.IsAlive() == false)
            {
                // After a fatal error, such as a full disk, DuckDB refuses everything: the next call opens the file again.
                _file.Dispose();
                _file = null;
            }

            throw Failed($"{operation} '{_path}'", exception);
        }
    }

    private HistoryFile EnsureOpen()
    {
        if (_file is not null)
        {
            return _file;
        }

        _lock ??= StoreFileLock.Acquire(_path);
        try
        {
            // What a crash has left. The file itself still has everything, and what is to be erased.
            DeleteCopy();
            StoreFileChecks.Run(_lock.Path!);
            _file = HistoryFile.Open(_lock.Path!);
            if (_file.PendingErasures() is { Count: > 0 } pending)
            {
                Rewrite(_file, _ => true, pending);
            }

            return _file;
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception) || exception is DbException)
        {
            // The path too, so that another history can have it.
            _file?.Dispose();
            _lock.Dispose();
            (_file, _lock) = (null, null);
            throw Failed($"open '{_path}'", exception);
        }
    }

    private void DeleteCopy()
    {
        File.Delete(CopyPath);
        File.Delete($"{CopyPath}.wal");
    }

    /// <summary>Replaces the file by a copy without some entries. A crash leaves the old file or the new one.</summary>
    private void Rewrite(HistoryFile file, Func<HistoryTable, bool> keeps, IReadOnlyList<HistoryErasure> erased)
    {
        try
        {
            new HistoryCopy(file).Write(CopyPath, keeps, erased);
        }
        catch
        {
            // On a full disk half a copy would take the space of what is to be appended.
            DeleteCopy();
            throw;
        }

        file.Dispose();
        _file = null;
        if (File.Exists($"{_lock!.Path}.wal"))
        {
            // The log of the old file would be taken for that of the new one.
            throw new IOException("The file could not be closed cleanly, so it was not replaced.");
        }

        File.Move(CopyPath, _lock.Path!, overwrite: true);
        _file = HistoryFile.Open(_lock.Path!);
    }
}
