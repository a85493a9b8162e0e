using Microsoft.Extensions.Options;
using Mockhaus.Statements.DependencyInjection;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

internal sealed class RedisStoreOptionsValidator : IValidateOptions<RedisStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.Check(options.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(options.Lease));
        result.Check(options.CallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(options.CallTimeout));
        if (string.IsNullOrWhiteSpace(options.KeyPrefix) || options.KeyPrefix.AsSpan().ContainsAny('{', '}'))
        {
            result.AddError("It has to be a text without braces, such as 'mockhaus:statements:'.", nameof(options.KeyPrefix));
        }

        if (options.Configuration is { } configuration)
        {
            try
            {
                _ = RedisConfiguration.Parse(configuration);
            }
            catch (ArgumentException exception)
            {
                // The text itself is not shown: it may hold a password.
                result.AddError($"It is neither a configuration string of StackExchange.Redis nor a redis:// URL: {exception.Message}", nameof(options.Configuration));
            }
        }

        return result.Build().InSection("Redis");
    }
}
