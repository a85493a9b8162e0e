using Microsoft.Extensions.Hosting;

namespace Mockhaus.Statements.DependencyInjection;

/// <summary>Makes the manager when the host starts, and ends its statements before anything else of the host stops.</summary>
/// <remarks>A web server that stops waits for its requests first, and a request may be waiting for a statement.</remarks>
internal sealed class StatementManagerLifetime(StatementManager manager) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => manager.DisposeAsync().AsTask();

    public Task StopAsync(CancellationToken cancellationToken) => manager.DisposeAsync().AsTask();

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
