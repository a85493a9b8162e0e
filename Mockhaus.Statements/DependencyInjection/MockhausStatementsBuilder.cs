using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements;

/// <summary>Configures an instance that <see cref="MockhausStatementsServiceCollectionExtensions.AddMockhausStatements"/> has added: its
/// executor, store and options.</summary>
/// <remarks>The last call of a kind takes effect. Nothing is created before the container creates the manager.</remarks>
public sealed class MockhausStatementsBuilder
{
    internal MockhausStatementsBuilder(IServiceCollection services, string? name) => (Services, Name) = (services, name);

    /// <summary>The service collection.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the instance, which is the key of its services; null for the unnamed instance.</summary>
    public string? Name { get; }

    /// <summary>Sets options in code, after the configuration.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder Configure(Action<MockhausStatementsOptions> configure)
    {
        Services.Configure(Name ?? Microsoft.Extensions.Options.Options.DefaultName, configure);
        return this;
    }

    /// <summary>Runs statements with a custom executor.</summary>
    /// <param name="create">Creates it from the container. Called once.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseExecutor(Func<IServiceProvider, IStatementExecutor> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddKeyedSingleton(MockhausStatementsServiceCollectionExtensions.Key(Name), (provider, _) => create(provider));
        return this;
    }

    /// <summary>Runs statements with a function, for tests.</summary>
    /// <remarks>Only for requests of one statement, because a function cannot keep state that statements share, such as a transaction. For
    /// multi-statement requests (<see cref="StatementRequest.StatementCount"/>), pass an <see cref="IMultiStatementExecutor"/> to
    /// <see cref="UseExecutor"/>.</remarks>
    /// <param name="execute">Writes the rows of a statement, or throws an exception.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseDelegate(Func<StatementExecution, CancellationToken, ValueTask> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return UseExecutor(_ => new DelegateStatementExecutor(execute));
    }

    /// <summary>Answers statements from a script instead of a database.</summary>
    /// <param name="script">The script. The caller keeps a reference to add rules and to inspect its calls.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseScript(ScriptedExecutor script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return UseExecutor(_ => script);
    }

    /// <summary>Runs statements with an ADO.NET provider. DuckDB results are read natively.</summary>
    /// <param name="create">Creates the data source from the container, which owns it. Called once.</param>
    /// <param name="configure">Configures the executor, or null.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseAdoNet(
        Func<IServiceProvider, DbDataSource> create, Action<AdoNetExecutorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        var options = new AdoNetExecutorOptions();
        configure?.Invoke(options);
        Services.AddKeyedSingleton(MockhausStatementsServiceCollectionExtensions.Key(Name), (provider, _) => create(provider));
        return UseExecutor(provider => new AdoNetStatementExecutor(
            provider.GetRequiredKeyedService<DbDataSource>(MockhausStatementsServiceCollectionExtensions.Key(Name)), options));
    }

    /// <summary>Keeps statements in a custom store. Without this call, <see cref="MockhausStatementsOptions.Type"/> selects the
    /// store.</summary>
    /// <param name="create">Creates it from the container. Called once.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseStore(Func<IServiceProvider, IStatementStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var key = MockhausStatementsServiceCollectionExtensions.Key(Name);
        Services.AddKeyedSingleton<ExplicitStoreMarker>(key);
        Services.AddKeyedSingleton(key, (provider, _) => create(provider));
        return this;
    }

    /// <summary>Keeps the history of statements in a custom history. Without this call, <see cref="StatementHistoryOptions.Type"/> selects
    /// it.</summary>
    /// <param name="create">Creates it from the container, which disposes of it after the manager has stopped. Called once.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseHistory(Func<IServiceProvider, IStatementHistory> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var key = MockhausStatementsServiceCollectionExtensions.Key(Name);
        Services.AddKeyedSingleton<ExplicitHistoryMarker>(key);
        Services.AddKeyedSingleton(key, (provider, _) => create(provider));
        return this;
    }

    /// <summary>Copies every finished statement, with its rows, to another store when the host stops, for the next server or for the
    /// remaining ones.</summary>
    /// <remarks>
    /// <para>The manager first ends live statements (<see cref="StatementErrorCodes.Shutdown"/>), then the web server stops, then
    /// statements are copied for at most <see cref="MockhausStatementsOptions.HandOverTimeout"/>. The counts are logged. A failure is
    /// logged too, and does not keep the host from stopping. Copied statements also stay in this instance's store. See
    /// <see cref="Transfer.StatementTransfer"/> for what a copy is.</para>
    /// <para>Of a per-session store, persistent sessions are copied only if they are open. The last call takes effect.</para>
    /// </remarks>
    /// <param name="target">Creates the target store from the container, which owns it. Called when the host stops.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder HandOverTo(Func<IServiceProvider, IStatementStore> target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Services.AddKeyedSingleton(HandOver.TargetKey(Name), (provider, _) => target(provider));
        Services.AddKeyedSingleton(MockhausStatementsServiceCollectionExtensions.Key(Name), (provider, _) => new HandOver(provider, Name));
        return this;
    }

    /// <summary>Validates the options of a store when the host starts, and applies changes in code after the configuration.</summary>
    internal void ConfigureStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(Action<T>? configure)
        where T : class
    {
        var options = Services.AddOptions<T>(Name ?? Microsoft.Extensions.Options.Options.DefaultName).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }
    }
}
