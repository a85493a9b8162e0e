using System.Collections.Immutable;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Reports of changes by other processes, over publish and subscribe, which delivers at most once.</summary>
internal sealed class RedisChangeFeed : IDisposable
{
    private const int IdLength = 16;

    private readonly IConnectionMultiplexer _connection;
    private readonly RedisChannel _channel;
    private readonly byte[] _sender = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToByteArray();
    private readonly Lock _gate = new();
    private ImmutableArray<Action<StatementHandle?>> _subscribers = [];
    private bool _isSubscribed;

    public RedisChangeFeed(IConnectionMultiplexer connection, string channel)
    {
        _connection = connection;
        _channel = RedisChannel.Literal(channel);
        connection.ConnectionRestored += OnRestored;
    }

    /// <summary>The message of a change: the process that has made it, and the statement.</summary>
    public RedisValue ToHint(StatementHandle handle)
    {
        var hint = new byte[2 * IdLength];
        _sender.CopyTo(hint, 0);
        handle.Value.TryWriteBytes(hint.AsSpan(IdLength));
        return hint;
    }

    public IDisposable Subscribe(Action<StatementHandle?> changed)
    {
        lock (_gate)
        {
            _subscribers = _subscribers.Add(changed);
            if (!_isSubscribed)
            {
                // Not waited for: until Redis has the subscription, reports are lost, as they may be at any time.
                _isSubscribed = true;
                _connection.GetSubscriber().Subscribe(_channel, (_, hint) => Tell(hint), CommandFlags.FireAndForget);
            }
        }

        return new Subscription(this, changed);
    }

    /// <summary>Tells subscribers that reports, or statements, may have been lost.</summary>
    public void LoseAll() => Tell((StatementHandle?)null);

    public void Dispose()
    {
        _connection.ConnectionRestored -= OnRestored;
        lock (_gate)
        {
            _subscribers = [];
            if (_isSubscribed)
            {
                _isSubscribed = false;
                _connection.GetSubscriber().Unsubscribe(_channel, flags: CommandFlags.FireAndForget);
            }
        }
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs restored) => LoseAll();

    private void Tell(RedisValue hint)
    {
        var bytes = ((ReadOnlyMemory<byte>)hint).Span;
        if (bytes.Length == 2 * IdLength && !bytes[..IdLength].SequenceEqual(_sender))
        {
            Tell(new StatementHandle(new Guid(bytes[IdLength..])));
        }
    }

    private void Tell(StatementHandle? changed)
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber(changed);
        }
    }

    private void Unsubscribe(Action<StatementHandle?> changed)
    {
        lock (_gate)
        {
            _subscribers = _subscribers.Remove(changed);
        }
    }

    private sealed class Subscription(RedisChangeFeed changes, Action<StatementHandle?> changed) : IDisposable
    {
        public void Dispose() => changes.Unsubscribe(changed);
    }
}
