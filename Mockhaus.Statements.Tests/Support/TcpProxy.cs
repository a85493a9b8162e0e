using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A way to Redis that can be slow, cut, or lose what comes back.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Link, bool> _links = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile Trap? _trap;
    private int _isDisposed;

    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>For how long each answer is held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether whoever comes is turned away at once.</summary>
    public bool IsRefusing { get; set; }

    /// <summary>Waits for a request with a text in it, and then does something to the connection that it came by.</summary>
    /// <param name="text">What is in the request, such as the hash of a script.</param>
    /// <param name="loss">What becomes of it.</param>
    /// <param name="then">What is done before that.</param>
    /// <param name="times">How often.</param>
    /// <returns>A task that ends when it has happened so often.</returns>
    public Task WhenAsked(string text, ProxyLoss loss, Func<Task>? then = null, int times = 1)
    {
        var trap = new Trap(Encoding.ASCII.GetBytes(text), loss, then ?? (() => Task.CompletedTask), times);
        _trap = trap;
        return trap.Done.Task;
    }

    /// <summary>Lets the connections that there are by now swallow all answers for ever; nobody cuts them.</summary>
    public void Swallow()
    {
        foreach (var link in _links.Keys)
        {
            link.IsSwallowing = true;
        }
    }

    /// <summary>Cuts all connections.</summary>
    public void Cut()
    {
        foreach (var link in _links.Keys)
        {
            link.Cut();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _listener.Stop();
            await _accepting;
            Cut();
            _listener.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (Volatile.Read(ref _isDisposed) == 0)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync();
                if (IsRefusing)
                {
                    client.Dispose();
                    continue;
                }

                client.NoDelay = true;
                var link = new Link(this, client);
                _links[link] = true;
                _ = link.RunAsync();
            }
            catch (SocketException)
            {
                // Stopped; or whoever came has gone again.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private sealed record Trap(byte[] Text, ProxyLoss Loss, Func<Task> Then, int Times)
    {
        private int _count;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsSprung => Volatile.Read(ref _count) >= Times;

        public void Spring()
        {
            if (Interlocked.Increment(ref _count) == Times)
            {
                Done.SetResult();
            }
        }
    }

    /// <summary>One connection, there and back.</summary>
    private sealed class Link(TcpProxy proxy, Socket client)
    {
        private const int BufferLength = 64 * 1024;

        private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private volatile Trap? _sprung;
        private volatile bool _isOrphan;

        public bool IsSwallowing { get; set; }

        public async Task RunAsync()
        {
            try
            {
                await _server.ConnectAsync(IPAddress.Loopback, proxy._target);
                var forward = ForwardAsync();
                await Task.WhenAny(forward, ReturnAsync());
                if (_isOrphan)
                {
                    await forward;
                }
            }
            catch (SocketException)
            {
                // Redis is not there.
            }
            finally
            {
                Cut();
            }
        }

        public void Cut()
        {
            proxy._links.TryRemove(this, out _);
            client.Dispose();
            _server.Dispose();
        }

        private async Task ForwardAsync()
        {
            var buffer = new byte[BufferLength];
            while (await TryReceiveAsync(client, buffer) is > 0 and var read)
            {
                if (proxy._trap is { IsSprung: false } trap && buffer.AsSpan(0, read).IndexOf(trap.Text) >= 0)
                {
                    if (trap.Loss == ProxyLoss.Reply)
                    {
                        _sprung = trap;
                    }
                    else
                    {
                        trap.Spring();
                        await LoseAsync(trap);
                        if (trap.Loss == ProxyLoss.Request)
                        {
                            return;
                        }
                    }
                }

                if (!await TrySendAsync(_server, buffer.AsMemory(0, read)))
                {
                    return;
                }
            }
        }

        private async Task LoseAsync(Trap trap)
        {
            if (trap.Loss == ProxyLoss.Sender)
            {
                // From here on only what was sent before is on its way.
                _isOrphan = true;
                client.Dispose();
            }

            await trap.Then();
        }

        private async Task ReturnAsync()
        {
            var buffer = new byte[BufferLength];
            while (await TryReceiveAsync(_server, buffer) is > 0 and var read)
            {
                if (_sprung is { } trap)
                {
                    await trap.Then();
                    trap.Spring();
                    return;
                }

                if (proxy.Delay > TimeSpan.Zero)
                {
                    await Task.Delay(proxy.Delay, TimeProvider.System);
                }

                if (!IsSwallowing && !await TrySendAsync(client, buffer.AsMemory(0, read)))
                {
                    return;
                }
            }
        }

        private static async Task<int> TryReceiveAsync(Socket socket, Memory<byte> buffer)
        {
            try
            {
                return await socket.ReceiveAsync(buffer);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return 0;
            }
        }

        private static async Task<bool> TrySendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
        {
            try
            {
                while (bytes.Length > 0)
                {
                    bytes = bytes[await socket.SendAsync(bytes)..];
                }

                return true;
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }
}
