using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mockhaus.Statements;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.AspNetCore.FaultInjection;
using Mockhaus.Statements.AspNetCore.SqlApi;
using Mockhaus.Statements.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the SQL API of an instance.</summary>
public static class MockhausStatementsBuilderExtensions
{
    /// <summary>Configures the options of the SQL API, from configuration and in code. They are validated when the host starts.</summary>
    /// <remarks>Without this call, <c>MapMockhausStatements()</c> uses the defaults. With <see cref="SqlApiOptions.FaultInjection"/>
    /// enabled, requests can move the container's <see cref="TimeProvider"/>, unless the host registers another one later.</remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="configure">Changes the options after the configuration, or null.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder ConfigureSqlApi(
        this MockhausStatementsBuilder builder, Action<SqlApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        const string root = MockhausStatementsServiceCollectionExtensions.ConfigurationSection;
        var section = builder.Name is null ? $"{root}:SqlApi" : $"{root}:{builder.Name}:SqlApi";
        var options = builder.Services.AddOptions<SqlApiOptions>(builder.Name ?? Microsoft.Extensions.Options.Options.DefaultName)
            .Configure<IServiceProvider>((options, provider) => provider.GetService<IConfiguration>().Read<SqlApiOptions>(
                builder.Name, section, values => values.Bind(options)))
            .ValidateOnStart();
        builder.Services.AddSingleton(KnownSection.Create<SqlApiOptions>(section));
        builder.Services.AddSingleton(KnownSection.Create<FaultInjectionOptions>($"{section}:{nameof(SqlApiOptions.FaultInjection)}"));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqlApiOptions>>(new SqlApiOptionsValidator()));
        FaultClock.Register(
            builder.Services,
            provider => provider.GetRequiredService<IOptionsMonitor<SqlApiOptions>>().Get(builder.Name ?? Microsoft.Extensions.Options.Options.DefaultName).FaultInjection.Enabled);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return builder;
    }

    /// <summary>Uses a resolver of the host to determine the session of a request, instead of the bearer token.</summary>
    /// <remarks>The last call takes effect. <see cref="SqlApiOptions.CheckTokens"/> and the options for tokens and keys then have no
    /// effect.</remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="create">Creates the resolver from the container, which owns it. Called once.</param>
    /// <returns>The builder.</returns>
    public static MockhausStatementsBuilder UseSqlApiSessions(
        this MockhausStatementsBuilder builder, Func<IServiceProvider, ISqlApiSessionResolver> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddKeyedSingleton(builder.Name ?? Microsoft.Extensions.Options.Options.DefaultName, (provider, _) => create(provider));
        return builder;
    }
}
