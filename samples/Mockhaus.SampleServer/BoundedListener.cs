using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Mockhaus.SampleServer;

/// <summary>Limits the open connections and closes any more, so that the process has descriptors left for its own files.</summary>
/// <remarks>Kestrel applies its own limit only after many more connections may have been accepted. The runtime ends a process
/// that has no descriptor left when it loads code.</remarks>
internal sealed class BoundedListener(IConnectionListener inner, int most, int limit, TimeProvider clock, ILogger logger) : IConnectionListener
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int _open;
    private int _refused;
    private long? _toldAt;

    /// <summary>Bounds a listener by the limit of open files.</summary>
    public static BoundedListener Around(IConnectionListener inner, int limit, TimeProvider clock, ILoggerFactory loggers) =>
        new(inner, OpenFiles.ConnectionsWithin(limit), limit, clock, loggers.CreateLogger<BoundedListener>());

    public EndPoint EndPoint => inner.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await inner.AcceptAsync(cancellationToken) is { } connection)
        {
            if (Interlocked.Increment(ref _open) <= most)
            {
                connection.ConnectionClosed.Register(() => Interlocked.Decrement(ref _open));
                return connection;
            }

            Interlocked.Decrement(ref _open);
            await RefuseAsync(connection);
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask RefuseAsync(ConnectionContext connection)
    {
        _refused++;
        if (_toldAt is not { } told || clock.GetElapsedTime(told) >= Pause)
        {
            SampleLog.ConnectionsRefused(logger, _refused, most, limit);
            (_refused, _toldAt) = (0, clock.GetTimestamp());
        }

        connection.Abort(new("There are too many connections."));
        await connection.DisposeAsync();
    }
}
