using System.Collections.Concurrent;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>What several servers share: one store, leases that the test moves by hand, and hints that it delivers, loses or keeps back.</summary>
public sealed class SharedFarm(IStatementStore inner, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<StatementOwner, Action> _entered = new();
    private readonly ConcurrentDictionary<StatementOwner, bool> _alive = new();
    private readonly ConcurrentDictionary<SharedStore, Action<StatementHandle?>> _listening = new();
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, DateTimeOffset Until)> _uses = new();
    private readonly ConcurrentQueue<Action> _kept = new();

    public IStatementStore Inner => inner;

    /// <summary>What becomes of the hints from now on.</summary>
    public HintFate Hints { get; set; }

    /// <summary>How many subscribers there are.</summary>
    public int Listeners => _listening.Count;

    /// <summary>The uses of sessions that were noted, in order.</summary>
    public ConcurrentQueue<(string Session, DateTimeOffset At)> Notes { get; } = new();

    public bool IsAlive(StatementOwner owner) => _alive.ContainsKey(owner);

    /// <summary>Lets an owner's lease run out; the others find that at once, unless nobody has looked yet.</summary>
    public void LoseLease(StatementOwner owner, bool isFound = true)
    {
        _alive.TryRemove(owner, out _).Should().BeTrue("it has one to lose");
        if (isFound)
        {
            FindLost(owner);
        }
    }

    /// <summary>Tells all others that an owner was found dead.</summary>
    public void FindLost(StatementOwner owner)
    {
        foreach (var (_, lost) in _entered.Where(other => other.Key != owner))
        {
            lost();
        }
    }

    /// <summary>The owner was only slow, and is back.</summary>
    public void ReturnLease(StatementOwner owner) => _alive[owner] = true;

    /// <summary>Delivers the hints that were kept back.</summary>
    public void DeliverKept()
    {
        while (_kept.TryDequeue(out var deliver))
        {
            deliver();
        }
    }

    /// <summary>Tells a server something out of the blue.</summary>
    public void Hint(SharedStore to, StatementHandle? handle) => Listener(to)(handle);

    /// <summary>What listens at a server's store.</summary>
    public Action<StatementHandle?> Listener(SharedStore store) => _listening[store];

    /// <summary>An owner's lease runs out, if it has one, and the others find that.</summary>
    public void TakeForDead(StatementOwner owner)
    {
        if (_alive.TryRemove(owner, out _))
        {
            FindLost(owner);
        }
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();

    internal void Enter(StatementOwner owner, Action lost) => (_alive[owner], _entered[owner]) = (true, lost);

    /// <summary>What adds a statement lives, or lives again.</summary>
    internal void Renew(StatementOwner? owner)
    {
        if (owner is not null && _entered.ContainsKey(owner))
        {
            ReturnLease(owner);
        }
    }

    internal void Leave(StatementOwner owner)
    {
        _entered.TryRemove(owner, out _);
        _alive.TryRemove(owner, out _);
    }

    internal void Listen(SharedStore store, Action<StatementHandle?> changed) => _listening.TryAdd(store, changed).Should().BeTrue();

    internal void Unlisten(SharedStore store) => _listening.TryRemove(store, out _);

    internal void Note(string session, DateTimeOffset at, TimeSpan keep)
    {
        Notes.Enqueue((session, at));
        _uses[session] = (at, clock.GetUtcNow() + keep);
    }

    internal DateTimeOffset? FindUse(string session) =>
        _uses.TryGetValue(session, out var use) && use.Until > clock.GetUtcNow() ? use.At : null;

    internal void TellOthers(SharedStore from, StatementHandle handle)
    {
        foreach (var (_, changed) in _listening.Where(other => other.Key != from))
        {
            switch (Hints)
            {
                case HintFate.Delivered:
                    changed(handle);
                    break;
                case HintFate.Kept:
                    _kept.Enqueue(() => changed(handle));
                    break;
                default:
                    break;
            }
        }
    }
}
