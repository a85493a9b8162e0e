using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Structure;

/// <summary>Which way the rooms of the house may depend on each other; docs/architecture.md draws it.</summary>
public static class Arrows
{
    private const string Core = "Mockhaus.Statements";
    private const string Facade = "StatementManager";
    private const string Container = "DependencyInjection";
    private const string StorePrefix = "Stores/";

    /// <summary>What every room may use. A statement shows its result's manifest, so the model knows the records of Results.</summary>
    private static readonly string[] Base = ["Model", "Errors", "Options", "Results"];

    /// <summary>The rooms that each room may use, besides itself and <see cref="Base"/>.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Model"] = ["", "Lifecycle"],
        ["Errors"] = [""],
        ["Options"] = ["", "Stores", "History"],
        ["Results"] = [""],
        ["Lifecycle"] = [],
        ["Stores"] = ["Lifecycle"],
        ["Stores/Serialization"] = [],
        ["Execution"] = ["", "Stores", "Lifecycle", "History", "Execution/DuckDb/Interop"],
        ["Execution/DuckDb/Interop"] = [],
        ["History"] = [""],
        ["History/Redaction"] = ["", "History", "Execution"],
        ["History/Memory"] = ["", "History"],
        ["History/DuckDb"] = ["", "History", "Stores/DuckDb", "Execution/DuckDb/Interop"],
        ["Diagnostics"] = ["", "Execution", "Stores"],
        ["Engine"] = ["", "Lifecycle", "Stores", "Execution", "Diagnostics", "History", "History/Redaction"],
        [""] = ["Engine", "Lifecycle", "Stores", "Execution", "Diagnostics", "History"],
        ["Testing"] = ["Execution"],
        ["Transfer"] = ["Lifecycle", "Stores", "Stores/Serialization"],
    };

    private static readonly string[] AllowedToStores = ["", "Lifecycle", "Stores", "Stores/Serialization", "Execution/DuckDb/Interop"];

    /// <summary>The one store that is made of others: in memory, but for some sessions, each of which has a file.</summary>
    private const string ComposedRoom = "Stores/PerSession";

    private static readonly string[] AllowedToComposed = [.. AllowedToStores, "Stores/Memory", "Stores/DuckDb"];

    /// <summary>The one file of a store's room that knows the container.</summary>
    private static readonly string[] AllowedToBuilderExtensions = [.. AllowedToStores, Container];

    /// <summary>Every mention of a type against an arrow, as "file uses type".</summary>
    public static IReadOnlyList<string> Violations(IReadOnlyCollection<SourceFile> files)
    {
        var core = files.Where(file => file.Project == Core).ToList();
        var types = core.SelectMany(file => file.Types.Select(type => (file.Room, Type: type))).Distinct().ToList();
        var stores = types.Where(entry => IsStore(entry.Room)).Select(entry => entry.Type).Append("IStatementStore").ToList();
        return
        [
            .. from file in core.Where(file => file.Room != Container)
               from entry in types
               where entry.Room != file.Room && !Base.Contains(entry.Room) && !AllowedTo(file).Contains(RoomOf(entry))
               where file.Mentions(entry.Type)
               select $"{file.Path} uses {entry.Type}",
            .. from file in files.Where(file => file.Project == "Mockhaus.Statements.AspNetCore")
               from type in stores
               where file.Mentions(type)
               select $"{file.Path} uses {type}",
        ];
    }

    /// <summary>The types that a store's room may show: its store, its options and its builder extension, named after the room.</summary>
    public static IReadOnlyList<string> ShownBy(string room) => [$"{room}StatementStore", $"{room}StoreOptions", $"{room}StoreBuilderExtensions"];

    public static bool IsStore(string room) => room.StartsWith(StorePrefix, StringComparison.Ordinal) && !Allowed.ContainsKey(room);

    public static string NameOf(string room) => room[StorePrefix.Length..];

    private static string[] AllowedTo(SourceFile file) =>
        file.Name == $"{file.Room[(file.Room.LastIndexOf('/') + 1)..]}HistoryBuilderExtensions.cs" ? [.. Allowed[file.Room], Container]
        : Allowed.TryGetValue(file.Room, out var allowed) ? allowed
        : file.Name == $"{NameOf(file.Room)}StoreBuilderExtensions.cs" ? AllowedToBuilderExtensions
        : file.Room == ComposedRoom ? AllowedToComposed
        : AllowedToStores;

    /// <summary>The facade stands at the root beside the options, which everything may know: only the container may know the facade.</summary>
    private static string RoomOf((string Room, string Type) entry) =>
        entry.Room.Length == 0 && (entry.Type.StartsWith(Facade, StringComparison.Ordinal) || entry.Type == "StatementSession") ? Facade : entry.Room;
}
