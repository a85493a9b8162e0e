using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Transfer;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Copies the finished statements of an instance to another store when its host stops, in bounded time. A failure does not keep
/// the host from stopping.</summary>
internal sealed class HandOver(IServiceProvider provider, string? name) : IProgress<TransferProgress>
{
    private TransferProgress _progress;

    /// <summary>The key of the target store. It is a service of its own, so that the container disposes of it.</summary>
    public static object TargetKey(string? name) => ("hand over", name);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var logger = new NonThrowingLogger(provider.GetService<ILogger<StatementManager>>() ?? (ILogger)NullLogger.Instance);
        var limit = MockhausStatementsServiceCollectionExtensions.OptionsOf<MockhausStatementsOptions>(provider, name).HandOverTimeout;

        // By the system clock: a stopped clock of the host must not block the shutdown.
        using var timeout = new CancellationTokenSource(limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // A store may ignore the token.
            var result = await Task.Run(() => CopyAsync(either.Token), either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            Log.HandedOver(logger, result.Copied, result.AlreadyThere, result.Live, result.Conflicts.Count + result.Failures.Count);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Log.HandOverTimedOut(logger, _progress.Done, _progress.Total, limit);
        }
        catch (Exception exception)
        {
            Log.HandOverFailed(logger, _progress.Done, _progress.Total, exception);
        }
    }

    public void Report(TransferProgress value) => _progress = value;

    private async Task<TransferResult> CopyAsync(CancellationToken cancellationToken)
    {
        var store = provider.GetRequiredKeyedService<IStatementStore>(MockhausStatementsServiceCollectionExtensions.Key(name));
        var target = provider.GetRequiredKeyedService<IStatementStore>(TargetKey(name));
        return await new StatementTransfer(store, target, provider.GetService<TimeProvider>())
            .CopyAsync(progress: this, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
