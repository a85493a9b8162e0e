using System.Globalization;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Parses a configuration string or a URL.</summary>
internal static class RedisConfiguration
{
    private const int DefaultPort = 6379;

    /// <exception cref="ArgumentException">The text is neither of the two.</exception>
    public static ConfigurationOptions Parse(string configuration)
    {
        var isUrl = configuration.StartsWith("redis://", StringComparison.OrdinalIgnoreCase)
            || configuration.StartsWith("rediss://", StringComparison.OrdinalIgnoreCase);
        var options = isUrl ? ParseUrl(configuration) : ConfigurationOptions.Parse(configuration);
        return options.EndPoints.Count > 0 ? options : throw new ArgumentException("There is no host in it.");
    }

    private static ConfigurationOptions ParseUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new ArgumentException("A URL has the form redis://user:password@host:port/database.");
        }

        var options = new ConfigurationOptions { Ssl = url.Scheme == "rediss" };
        options.EndPoints.Add(url.Host, url.Port > 0 ? url.Port : DefaultPort);
        if (url.UserInfo.Split(':', 2) is [var user, var password])
        {
            options.User = user.Length == 0 ? null : Uri.UnescapeDataString(user);
            options.Password = Uri.UnescapeDataString(password);
        }
        else if (url.UserInfo.Length > 0)
        {
            throw new ArgumentException("Before the host stands a user and a password, with a colon between them.");
        }

        if (url.AbsolutePath.Trim('/') is { Length: > 0 } path)
        {
            options.DefaultDatabase = int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out var database)
                ? database
                : throw new ArgumentException("Behind the host stands the number of a database, or nothing.");
        }

        return url.Query.Length == 0 ? options : throw new ArgumentException("Settings behind a question mark are not known; use a configuration string.");
    }
}
