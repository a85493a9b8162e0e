using System.Collections.Concurrent;

namespace Mockhaus.Statements.Execution;

/// <summary>The managers of this process that are alive.</summary>
/// <remarks>
/// A store of one process is only ever worked on by its managers, so an owner that is not among them is dead. Static,
/// because two managers that share a store know nothing else of each other.
/// </remarks>
internal static class StatementOwners
{
    private static readonly ConcurrentDictionary<StatementOwner, bool> Alive = new();

    public static void Add(StatementOwner owner) => Alive[owner] = true;

    public static void Remove(StatementOwner owner) => Alive.TryRemove(owner, out _);

    public static bool IsAlive(StatementOwner owner) => Alive.ContainsKey(owner);
}
