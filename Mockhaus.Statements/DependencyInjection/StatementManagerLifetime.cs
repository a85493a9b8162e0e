using Microsoft.Extensions.Hosting;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Creates the manager when the host starts, ends its statements before the rest of the host stops, and hands over the finished
/// ones.</summary>
/// <remarks>
/// A host resolves hosted services before it validates its options, and no file may be created with invalid options: the manager is
/// created when the service starts. A stopping web server waits for its requests, and a request can wait for a statement: statements are
/// ended first. Statements are handed over after the web server has stopped (it is a later service and stops earlier), so that no read
/// refreshes an expiry meanwhile.
/// </remarks>
internal sealed class StatementManagerLifetime(Func<StatementManager> create, HandOver? handOver) : IHostedLifecycleService
{
    private StatementManager? _manager;

    public Task StartingAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    /// <summary>Some hosts do not call StartingAsync.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _manager ??= create();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => EndAsync();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await EndAsync().ConfigureAwait(false);
        if (_manager is not null && handOver is not null)
        {
            await handOver.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task EndAsync() => _manager?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
