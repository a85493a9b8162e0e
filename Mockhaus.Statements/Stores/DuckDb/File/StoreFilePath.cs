using System.Collections.Concurrent;

namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>The canonical paths of the files that the stores of this process have open.</summary>
/// <remarks>
/// One file opened twice in one process under two spellings of its path gives two engines that do not know each other, and a lost
/// row (measured); and DuckDB.NET takes two paths that differ only in case for one. Hard links are not resolved.
/// </remarks>
internal static class StoreFilePath
{
    private const int MaxLinks = 40;
    private static readonly ConcurrentDictionary<string, string> Open = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the absolute path with all links resolved.</summary>
    public static string Canonical(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MaxLinks; links++)
        {
            if (Followed(full) is not { } next)
            {
                return full;
            }

            full = next;
        }

        throw new IOException($"'{path}' leads through more than {MaxLinks} links.");
    }

    /// <exception cref="IOException">A store of this process has the file, or one that differs only in case.</exception>
    public static void Register(string canonical)
    {
        if (!Open.TryAdd(canonical, canonical))
        {
            Open.TryGetValue(canonical, out var other);
            throw new IOException(
                other is null || other == canonical
                    ? "Another store of this process has the file open. Share that store, or close it first."
                    : $"This process has '{other}' open, which differs only in the case of letters; DuckDB.NET cannot tell them apart. Rename one of them.");
        }
    }

    public static void Unregister(string canonical) => Open.TryRemove(canonical, out _);

    /// <summary>Replaces the first link in a path by its target; null when there is no link in it.</summary>
    private static string? Followed(string full)
    {
        var root = Path.GetPathRoot(full) ?? "";
        var parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var current = root;
        for (var i = 0; i < parts.Length; i++)
        {
            current = Path.Combine(current, parts[i]);
            if (new FileInfo(current).LinkTarget is { } target)
            {
                var folder = Path.GetDirectoryName(current) ?? root;
                return Path.GetFullPath(Path.Combine([folder, target, .. parts[(i + 1)..]]));
            }
        }

        return null;
    }
}
