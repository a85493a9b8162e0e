using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Diagnostics;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Warns once for each container of every key below <c>Mockhaus:Statements</c> that no option is bound from, such as a misspelt
/// one.</summary>
/// <param name="sections">The sections that options are bound from.</param>
/// <param name="configuration">The container's configuration, or null.</param>
/// <param name="logger">The logger, or null.</param>
internal sealed class UnknownOptions(IEnumerable<KnownSection> sections, IConfiguration? configuration, ILogger? logger)
{
    private int _isDone;

    public void Warn()
    {
        if (configuration is null || logger is null || Interlocked.Exchange(ref _isDone, 1) != 0)
        {
            return;
        }

        foreach (var (key, advice) in Find(sections, configuration))
        {
            Log.UnknownOption(logger, key, advice);
        }
    }

    /// <summary>Returns each key that has no effect, and what to do about it. Values are not read, because one can be a password.</summary>
    public static IEnumerable<(string Key, string Advice)> Find(IEnumerable<KnownSection> sections, IConfiguration configuration)
    {
        // A section that two builders use is one section; a section below another is an entry of it.
        var known = sections.GroupBy(section => section.Path, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => OptionsOf(group, sections), StringComparer.OrdinalIgnoreCase);
        return known.SelectMany(section => Find(configuration.GetSection(section.Key), section.Value, NamesBelow(section.Key, known)));
    }

    private static Dictionary<string, bool> OptionsOf(IEnumerable<KnownSection> same, IEnumerable<KnownSection> all)
    {
        var options = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, isSingle) in same.SelectMany(section => section.Options))
        {
            options[name] = isSingle;
        }

        var path = same.First().Path + ConfigurationPath.KeyDelimiter;
        foreach (var below in all.Where(section => section.Path.StartsWith(path, StringComparison.OrdinalIgnoreCase)))
        {
            options[below.Path[path.Length..].Split(ConfigurationPath.KeyDelimiter)[0]] = false;
        }

        return options;
    }

    /// <summary>The names in a section, and those in the sections below it: an option is often written a level too high.</summary>
    private static IReadOnlyList<string> NamesBelow(string path, Dictionary<string, Dictionary<string, bool>> known) =>
    [
        .. known[path].Keys,
        .. from section in known
           where section.Key.StartsWith(path + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase)
           from name in section.Value.Keys
           select $"{section.Key[(path.Length + 1)..]}{ConfigurationPath.KeyDelimiter}{name}",
    ];

    private static IEnumerable<(string Key, string Advice)> Find(
        IConfigurationSection section, Dictionary<string, bool> options, IReadOnlyList<string> names)
    {
        foreach (var child in section.GetChildren())
        {
            if (!options.TryGetValue(child.Key, out var isSingle))
            {
                yield return (child.Path, AdviceFor(child, options.Keys, names));
            }
            else if (isSingle)
            {
                foreach (var below in child.GetChildren())
                {
                    yield return (below.Path, $"{child.Path} takes a single value.");
                }
            }
            else if (!string.IsNullOrEmpty(child.Value))
            {
                yield return (child.Path, "It takes keys below it, not a value.");
            }
        }
    }

    private static string AdviceFor(IConfigurationSection unknown, IEnumerable<string> here, IReadOnlyList<string> names)
    {
        var parent = unknown.Path[..^unknown.Key.Length];
        var (nearest, distance) = names.Select(name => (Name: name, Distance: EditDistance.Between(unknown.Key, ConfigurationPath.GetSectionKey(name))))
            .OrderBy(one => one.Distance).ThenBy(one => one.Name.Length).ThenBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault(("", int.MaxValue));
        return distance <= Math.Max(2, unknown.Key.Length / 2)
            ? $"Did you mean {parent}{nearest}?"
            : $"The keys there are {string.Join(", ", here.Order(StringComparer.Ordinal))}.";
    }
}
