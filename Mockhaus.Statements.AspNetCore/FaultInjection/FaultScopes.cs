using System.Security.Cryptography;
using System.Text;

namespace Mockhaus.Statements.AspNetCore.FaultInjection;

/// <summary>The counts of all faults. Holds a bounded number of them and forgets the oldest first. For many threads.</summary>
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

    /// <summary>What counts apart: as long as a hash, however long its parts are.</summary>
    public static string Key(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts!))));

    public FaultScope? Find(string key)
    {
        lock (_gate)
        {
            return _scopes.GetValueOrDefault(key);
        }
    }

    /// <summary>The counts of a key; new ones when it has none, or had them for other faults.</summary>
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
