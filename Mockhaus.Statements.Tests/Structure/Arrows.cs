namespace Mockhaus.Statements.Tests.Structure;

/// <summary>Which way the rooms of the house may depend on each other: root records, Lifecycle and Results, stores, manager, container.</summary>
public static class Arrows
{
    private const string Core = "Mockhaus.Statements";
    private const string Manager = "StatementManager";
    private const string Container = "DependencyInjection";

    /// <summary>The rooms that each room may use, besides itself and the root. A room that is not named is a store's.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        [""] = ["Results", "Lifecycle"],
        ["Lifecycle"] = ["Results"],
        ["Results"] = [],
        ["Diagnostics"] = [],
        ["Retention"] = ["Diagnostics", "Lifecycle", "Results"],
        ["Execution"] = ["Results", "Lifecycle", "Native"],
        ["Native"] = [],
        ["Storage"] = ["Results"],
        ["Scripting"] = ["Execution", "Results"],
        ["Transfer"] = ["Results", "Lifecycle", "Storage"],
    };

    private static readonly string[] AllowedToStores = ["Lifecycle", "Results", "Retention", "Diagnostics", "Native", "Storage"];

    /// <summary>The one store that is made of others: in memory, but for some sessions, each of which has a file.</summary>
    private const string ComposedRoom = "Session";

    private static readonly string[] AllowedToComposed = [.. AllowedToStores, "Memory", "DuckDb"];

    /// <summary>The one file of a store's room that knows the container.</summary>
    private static readonly string[] AllowedToBuilderExtensions = [.. AllowedToStores, Container];

    /// <summary>A result ends its statement with the very failure that executors end theirs with.</summary>
    private static readonly (string Room, string Type)[] Accepted = [("Results", "StatementFailedException")];

    /// <summary>Every mention of a type against an arrow, as "file uses type".</summary>
    public static IReadOnlyList<string> Violations(IReadOnlyCollection<SourceFile> files)
    {
        var core = files.Where(file => file.Project == Core).ToList();
        var rooms = core.Where(file => file.Room.Length > 0).SelectMany(file => file.Types.Select(type => (file.Room, Type: type))).Distinct().ToList();
        var stores = rooms.Where(entry => IsStore(entry.Room)).Select(entry => entry.Type).Append("IStatementStore").ToList();
        return
        [
            .. from file in core.Where(file => !IsManager(file) && file.Room != Container)
               from entry in rooms.Append((Room: Manager, Type: Manager))
               where entry.Room != file.Room && !AllowedTo(file).Contains(entry.Room) && !Accepted.Contains((file.Room, entry.Type))
               where file.Mentions(entry.Type)
               select $"{file.Path} uses {entry.Type}",
            .. from file in core.Where(IsManager)
               from type in stores
               where type != "IStatementStore" && file.Mentions(type)
               select $"{file.Path} uses {type}",
            .. from file in files.Where(file => file.Project == "Mockhaus.Statements.AspNetCore")
               from type in stores
               where file.Mentions(type)
               select $"{file.Path} uses {type}",
        ];
    }

    /// <summary>The types that a store's room may show: its store, its options and its builder extension, named after the room.</summary>
    public static IReadOnlyList<string> ShownBy(string room) => [$"{room}StatementStore", $"{room}StoreOptions", BuilderExtensionsOf(room)];

    private static string BuilderExtensionsOf(string room) => $"{room}StoreBuilderExtensions";

    private static string[] AllowedTo(SourceFile file) =>
        Allowed.TryGetValue(file.Room, out var allowed) ? allowed
        : file.Name == $"{BuilderExtensionsOf(file.Room)}.cs" ? AllowedToBuilderExtensions
        : file.Room == ComposedRoom ? AllowedToComposed
        : AllowedToStores;

    public static bool IsStore(string room) => room != Container && !Allowed.ContainsKey(room);

    /// <summary>The manager and what users see of it stand at the root, but above the stores.</summary>
    private static bool IsManager(SourceFile file) =>
        file.Room.Length == 0 && (file.Name.StartsWith(Manager, StringComparison.Ordinal) || file.Name == "StatementSession.cs");
}
