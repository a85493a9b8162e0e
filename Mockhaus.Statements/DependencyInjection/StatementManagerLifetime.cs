using Microsoft.Extensions.Hosting;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Makes the manager when the host starts, ends its statements before anything else of the host stops, and hands over what it has.</summary>
/// <remarks>
/// A host asks for such services before it validates its options, and no file is to be made with wrong ones: so the manager is made at the start.
/// A web server that stops waits for its requests first, and a request may be waiting for a statement. What is handed over is so
/// after the web server has stopped, which is a later service and so an earlier one to stop: nobody reads any more, and puts an expiry off.
/// </remarks>
internal sealed class StatementManagerLifetime(Func<StatementManager> create, HandOver? handOver) : IHostedLifecycleService
{
    private StatementManager? _manager;

    public Task StartingAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    /// <summary>The first that is called: not every host knows of the earlier one.</summary>
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
