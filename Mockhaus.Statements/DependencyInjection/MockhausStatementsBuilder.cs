using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;

namespace Mockhaus.Statements;

/// <summary>What <see cref="MockhausStatementsServiceCollectionExtensions.AddMockhausStatements"/> returns, to say what runs the SQL.</summary>
/// <remarks>The last call of a kind counts. Nothing is made before the container makes the manager.</remarks>
public sealed class MockhausStatementsBuilder
{
    internal MockhausStatementsBuilder(IServiceCollection services, string? name) => (Services, Name) = (services, name);

    /// <summary>The services that are being set up.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The instance's name, by which its services are keyed, or null for the one without a name.</summary>
    public string? Name { get; }

    /// <summary>Sets options in code, after the configuration.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder Configure(Action<MockhausStatementsOptions> configure)
    {
        Services.Configure(Name ?? Microsoft.Extensions.Options.Options.DefaultName, configure);
        return this;
    }

    /// <summary>Runs statements with an executor of the host's own.</summary>
    /// <param name="create">Makes it, once, from the container.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseExecutor(Func<IServiceProvider, IStatementExecutor> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddKeyedSingleton(MockhausStatementsServiceCollectionExtensions.Key(Name), (provider, _) => create(provider));
        return this;
    }

    /// <summary>Runs statements with a function: handy in tests.</summary>
    /// <remarks>One statement a request: what the parts of a script would share, such as a transaction, a function cannot keep. For
    /// several (<see cref="StatementRequest.StatementCount"/>), give <see cref="UseExecutor"/> an <see cref="IMultiStatementExecutor"/>.</remarks>
    /// <param name="execute">Writes the rows of a statement, or throws.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseDelegate(Func<StatementExecution, CancellationToken, ValueTask> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return UseExecutor(_ => new DelegateStatementExecutor(execute));
    }

    /// <summary>Lets a script answer, in place of a database.</summary>
    /// <param name="script">The script. The caller keeps it, to add rules and to look at its calls.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseScript(ScriptedExecutor script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return UseExecutor(_ => script);
    }

    /// <summary>Runs statements over an ADO.NET provider. DuckDB's is read natively.</summary>
    /// <param name="create">Makes the data source, once, from the container, which then owns it.</param>
    /// <param name="configure">Sets how commands are made, or null.</param>
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

    /// <summary>Keeps statements in a store of the host's own. Without a call, <see cref="MockhausStatementsOptions.Type"/> says where.</summary>
    /// <param name="create">Makes it, once, from the container.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder UseStore(Func<IServiceProvider, IStatementStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var key = MockhausStatementsServiceCollectionExtensions.Key(Name);
        Services.AddKeyedSingleton<ExplicitStoreMarker>(key);
        Services.AddKeyedSingleton(key, (provider, _) => create(provider));
        return this;
    }

    /// <summary>Copies every finished statement, with its rows, to another store when the host stops: for the next server, or for those that go on.</summary>
    /// <remarks>
    /// <para>First the manager ends what is live (<see cref="StatementErrorCodes.Shutdown"/>), then the web server stops, then it is copied, for
    /// at most <see cref="MockhausStatementsOptions.HandOverTimeout"/>. How many there were is logged; so is a failure, which keeps no host
    /// from stopping. The copies do not leave this instance's store. See <see cref="Transfer.StatementTransfer"/> for what a copy is.</para>
    /// <para>Persistent sessions of a store by session are copied if they are open. The last call counts.</para>
    /// </remarks>
    /// <param name="target">Makes the other store, when the host stops, from the container, which then owns it.</param>
    /// <returns>The builder.</returns>
    public MockhausStatementsBuilder HandOverTo(Func<IServiceProvider, IStatementStore> target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Services.AddKeyedSingleton(HandOver.TargetKey(Name), (provider, _) => target(provider));
        Services.AddKeyedSingleton(MockhausStatementsServiceCollectionExtensions.Key(Name), (provider, _) => new HandOver(provider, Name));
        return this;
    }

    /// <summary>Validates a store's options at the host's start, and changes them after the configuration, if so asked.</summary>
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
