using System.Security.Cryptography;
using System.Text;

namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>The scopes of all faults. Bounded: the oldest scope is removed first. Thread-safe.</summary>
internal sealed class FaultScopes(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FaultScope> _scopes = [];
    private readonly Queue<string> _order = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _scopes.Count;
            }
        }
    }

    /// <summary>The key of a scope: a hash, so that its length does not depend on its parts.</summary>
    public static string Key(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts!))));

    public FaultScope? Find(string key)
    {
        lock (_gate)
        {
            return _scopes.GetValueOrDefault(key);
        }
    }

    /// <summary>Returns the scope of a key, or adds a new one when there is none or it is for other faults.</summary>
    public FaultScope Open(string key, FaultScope fresh)
    {
        lock (_gate)
        {
            if (_scopes.TryGetValue(key, out var known))
            {
                return known.Text == fresh.Text ? known : _scopes[key] = fresh;
            }

            if (_order.Count == capacity)
            {
                _scopes.Remove(_order.Dequeue());
            }

            _order.Enqueue(key);
            return _scopes[key] = fresh;
        }
    }
}
