using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mockhaus.Statements;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.AspNetCore.FaultInjection;
using Mockhaus.Statements.AspNetCore.SqlApi;
using Mockhaus.Statements.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sets up the SQL API of an instance.</summary>
public static class MockhausStatementsBuilderExtensions
{
    /// <summary>Lets the options of the SQL API be set by configuration and in code, validated when the host starts.</summary>
    /// <remarks>Without this call, <c>MapMockhausStatements()</c> works with the defaults. With <see cref="SqlApiOptions.FaultInjection"/> on, the
    /// container's <see cref="TimeProvider"/> is one that requests can move; a clock that the host registers later is not.</remarks>
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

    /// <summary>Lets the host say whose session a request is, in place of the tokens' own resolver.</summary>
    /// <remarks>The last call counts. <see cref="SqlApiOptions.CheckTokens"/> and what belongs to it have no effect then.</remarks>
    /// <param name="builder">The instance.</param>
    /// <param name="create">Makes the resolver, once, from the container, which then owns it.</param>
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
